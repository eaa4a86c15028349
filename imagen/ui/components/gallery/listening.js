// Mouse, touch and keys in the grid: the cursor, ranges, the rubber band, long presses, pinching.
const FAR = 6, LONG = 450, SHAKY = 10, TICK = 34, EDGE = 48;

export class Listener {
  constructor(grid, view) {
    this.grid = grid; this.view = view; this.root = view.parentElement; this.band = null; this.touches = null;
    this.calls = [
      [this.root, "click", (e) => this.click(e)], [view, "dblclick", (e) => this.open(e)], [view, "pointerdown", (e) => this.down(e)], [view, "dragstart", (e) => this.drag(e)], [view, "dragover", (e) => this.grid.dragOver(e)], [view, "dragleave", (e) => this.grid.dragLeave(e)], [view, "drop", (e) => this.grid.dropped(e)], [view, "dragend", () => this.grid.dragEnd()],
      [view, "pointermove", (e) => this.move(e)], [view, "pointerup", (e) => this.up(e)], [view, "pointercancel", () => this.cancel()], [view, "contextmenu", (e) => { if (this.kind === "touch") e.preventDefault(); }],
      [view, "touchstart", (e) => this.pinch(e)], [view, "touchmove", (e) => this.pinch(e)], [view, "touchend", () => { this.touches = null; }], [this.root, "wheel", (e) => this.wheel(e)],
      [view, "focusin", () => { this.root.classList.add("has-focus"); }], [view, "focusout", () => { this.root.classList.remove("has-focus"); }],
    ];
    for (const [element, name, call] of this.calls) element.addEventListener(name, call, name === "wheel" || name.startsWith("touch") ? { passive: false } : undefined);
  }

  stop() { for (const [element, name, call] of this.calls) element.removeEventListener(name, call); clearTimeout(this.holding); cancelAnimationFrame(this.pulling); }

  cell(event) { return event.target instanceof Element ? event.target.closest(".g-cell") : null; }

  onTick(event, cell) { const box = cell.getBoundingClientRect(); return event.clientX - box.left < TICK && event.clientY - box.top < TICK; }

  click(event) {
    const grid = this.grid;
    if (this.swallow) { this.swallow = false; event.preventDefault(); return; }
    const pick = event.target.closest?.(".g-head-pick");
    if (pick && !grid.count && !grid.picking) { grid.beginChoosing(); return; }
    if (pick) { grid.chooseSection(Number(pick.closest(".g-head").dataset.section)); return; }
    if (!this.view.contains(event.target)) return;
    const cell = this.cell(event);
    if (!cell || !cell.item) { if (!cell && grid.count && !event.shiftKey && !event.ctrlKey && !event.metaKey && this.kind !== "touch") grid.selectNone(); return; }
    const index = cell.index, adds = event.ctrlKey || event.metaKey;
    if (event.shiftKey) { if (!grid.count && !adds) grid.anchor = grid.cursor.index; grid.chooseUpTo(index, adds); this.to(index); }
    else if (adds) { grid.toggleAt(index, true); this.to(index); }
    else if (grid.picking) { grid.toggleAt(index); this.to(index); }
    else if (this.kind === "touch") { if (grid.count) { grid.toggleAt(index); this.to(index); } else { this.to(index); grid.openAt(index); } }
    else if (this.onTick(event, cell)) { grid.toggleAt(index); this.to(index); }
    else { if (grid.count) grid.selectNone(); this.to(index); grid.anchor = index; grid.implied = true; }
  }

  // The cursor goes to a product without anything moving under the hand.
  to(index) { const grid = this.grid; grid.cursor = { index, id: grid.itemAt(index)?.id || null }; grid.mark(); grid.cellAt(index)?.focus({ preventScroll: true }); grid.tellCursor(); grid.keepSoon(); }

  open(event) { const cell = this.cell(event); if (cell?.item && !event.ctrlKey && !event.shiftKey && !event.metaKey && !this.grid.picking && !this.onTick(event, cell)) this.grid.openAt(cell.index); }

  down(event) {
    this.kind = event.pointerType;
    this.swallow = false;
    clearTimeout(this.holding);
    const cell = this.cell(event);
    this.from = { x: event.clientX, y: event.clientY, index: cell?.index };
    if (event.pointerType !== "mouse") {
      if (cell?.item) this.holding = setTimeout(() => { this.swallow = true; this.from = null; this.grid.toggleAt(cell.index); this.to(cell.index); navigator.vibrate?.(12); }, LONG);
      return;
    }
    if (event.button || cell?.draggable || event.target.closest(".g-head-pick")) { this.from = null; return; }
    this.from.top = event.clientY - this.view.getBoundingClientRect().top + this.grid.scroll.at;
    this.from.left = event.clientX - this.view.getBoundingClientRect().left;
    this.from.id = event.pointerId;
  }

  move(event) {
    const from = this.from;
    if (!from) return;
    const far = Math.hypot(event.clientX - from.x, event.clientY - from.y);
    if (event.pointerType !== "mouse") { if (far > SHAKY) clearTimeout(this.holding); return; }
    if (!this.band && (far < FAR || !(event.buttons & 1))) return;
    if (!this.band) { this.view.setPointerCapture(from.id); this.band = { ...from, ranges: [], adds: event.ctrlKey || event.metaKey || event.shiftKey, takes: event.ctrlKey || event.metaKey }; this.pull(); }
    this.at = { x: event.clientX, y: event.clientY };
    this.stretch();
  }

  stretch() {
    const { grid, band, at } = this, box = this.view.getBoundingClientRect();
    const x = Math.max(0, Math.min(box.width, at.x - box.left)), y = Math.max(0, Math.min(box.height, at.y - box.top)) + grid.scroll.at;
    const left = Math.min(x, band.left), right = Math.max(x, band.left), top = Math.min(y, band.top), bottom = Math.max(y, band.top);
    band.ranges = grid.layout.inside(left, top, right, bottom);
    const style = grid.$refs.band.style, shown = Math.max(0, top - grid.scroll.at);
    grid.$refs.band.hidden = false;
    style.transform = `translate(${left}px, ${shown}px)`;
    style.width = `${right - left}px`;
    style.height = `${Math.max(0, Math.min(box.height, bottom - grid.scroll.at) - shown)}px`;
    grid.mark();
  }

  // Near an edge the list goes on under the band.
  pull() {
    this.pulling = requestAnimationFrame(() => {
      if (!this.band) return;
      const box = this.view.getBoundingClientRect(), y = this.at?.y ?? box.top + box.height / 2;
      const by = y < box.top + EDGE ? y - box.top - EDGE : y > box.bottom - EDGE ? y - box.bottom + EDGE : 0;
      if (by) { this.grid.scroll.go(this.grid.scroll.at + by * 0.4); this.grid.paint(); this.stretch(); }
      this.pull();
    });
  }

  async up(event) {
    clearTimeout(this.holding);
    this.from = null;
    const band = this.band;
    if (!band) return;
    this.swallow = true;
    setTimeout(() => { this.swallow = false; }, 0);
    this.cancel(false);
    this.band = null;
    if (event.pointerType !== "mouse") return;
    const { grid } = this;
    const ids = await grid.idsOf(band.ranges);
    if (!band.adds) grid.chosen.none();
    for (const id of ids) if (band.takes) grid.chosen.toggle(id); else grid.chosen.set(id, true);
    grid.tellChosen();
  }

  cancel(whole = true) { clearTimeout(this.holding); cancelAnimationFrame(this.pulling); this.grid.$refs.band.hidden = true; if (whole) { this.band = null; this.from = null; this.grid.mark(); } }

  drag(event) {
    const { grid } = this, cell = this.cell(event), item = cell?.item;
    if (!item || this.band) { event.preventDefault(); return; }
    const ids = grid.chosen.has(item.id) && !grid.chosen.all ? [item.id, ...[...grid.chosen.ids].filter((id) => id !== item.id)] : [item.id];
    event.dataTransfer.setData("text/x-imagen-product", item.id);
    event.dataTransfer.setData("text/x-imagen-products", JSON.stringify(ids));
    event.dataTransfer.setData("text/plain", item.name || item.id);
    event.dataTransfer.effectAllowed = "copyMove";
    window.imagenDragged = { id: item.id, ids, selected: grid.chosen.has(item.id), all: grid.chosen.all && grid.chosen.has(item.id), thumb: item.thumbnail_url, title: item.name, type: item.type };
  }

  pinch(event) {
    if (event.touches.length !== 2) { this.touches = null; return; }
    event.preventDefault();
    clearTimeout(this.holding);
    const [a, b] = event.touches, far = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    if (!this.touches) { this.touches = { far, size: this.grid.wanted }; return; }
    this.grid.setSize(this.touches.size * (far / this.touches.far));
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.grid.setSize(this.grid.wanted * Math.exp(-(event.deltaMode ? event.deltaY * 30 : event.deltaY) * 0.002));
  }

  key(event) {
    const { grid } = this, { layout } = grid;
    if (event.altKey && grid.moveByKey(event)) return;
    if (event.altKey || !layout || event.target.closest?.(".g-head-pick")) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const take = () => { event.preventDefault(); event.stopPropagation(); };
    if (ctrl && event.key.toLowerCase() === "a" && !event.shiftKey) { take(); grid.selectAll(); return; }
    if (event.key === "Escape") { if (grid.count || grid.picking) { take(); grid.selectNone(); } return; }
    if (event.key === "Enter" && !ctrl) { take(); grid.openAt(grid.cursor.index); return; }
    if (event.key === " ") { take(); if (event.shiftKey) grid.chooseUpTo(grid.cursor.index, ctrl); else grid.toggleAt(grid.cursor.index); return; }
    if (ctrl && (event.key === "+" || event.key === "=" || event.key === "-")) { take(); grid.setSize(grid.wanted * (event.key === "-" ? 1 / 1.2 : 1.2)); return; }
    const to = this.target(event.key, ctrl);
    if (to == null) return;
    take();
    const before = grid.cursor.index;
    if (event.shiftKey && !grid.count) grid.anchor = before;
    grid.moveTo(to);
    if (event.shiftKey) grid.chooseUpTo(grid.cursor.index, ctrl); else if (!ctrl) { grid.anchor = grid.cursor.index; }
  }

  target(key, ctrl) {
    const { grid } = this, { layout } = grid, now = grid.cursor.index, page = Math.max(1, Math.floor(grid.scroll.room / layout.row) - 1);
    switch (key) {
      case "ArrowRight": return now + 1;
      case "ArrowLeft": return now - 1;
      case "ArrowDown": return layout.beside(now, 1);
      case "ArrowUp": return layout.beside(now, -1);
      case "PageDown": return layout.beside(now, page);
      case "PageUp": return layout.beside(now, -page);
      case "Home": return ctrl ? 0 : now - layout.spot(now).column;
      case "End": return ctrl ? layout.total - 1 : now - layout.spot(now).column + layout.columns - 1;
      default: return null;
    }
  }
}
