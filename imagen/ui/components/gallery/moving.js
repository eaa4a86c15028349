// The order by hand: what is dragged between two products, or moved by Alt and an arrow, goes there.
const STEPS = { ArrowLeft: () => -1, ArrowRight: () => 1, ArrowUp: (columns) => -columns, ArrowDown: (columns) => columns };

export const moving = {
  ordersByHand() { return this.byHand && this.now.sort === "by-hand" && !this.by() && this.total > 1; },
  // What moves, in the order of the list; of what is not read yet nobody knows where it stands.
  movers(only) {
    const ids = only ? [only] : this.chosen.all ? [] : this.chosen.ids.size ? [...this.chosen.ids] : this.cursor.id ? [this.cursor.id] : [];
    const places = new Map();
    for (const [page, items] of this.pages.kept) items.forEach((item, at) => places.set(item.id, page * 100 + at));
    return ids.sort((a, b) => (places.get(a) ?? Infinity) - (places.get(b) ?? Infinity));
  },
  moveByKey(event) {
    const step = STEPS[event.key];
    if (!step || !this.ordersByHand() || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    event.preventDefault(); event.stopPropagation();
    const ids = this.movers(), going = new Set(ids), by = step(this.layout.columns);
    const places = ids.map((id) => this.placeOf(id)).filter((at) => at != null);
    if (!ids.length || this.moveBusy || places.length < ids.length) return true;
    // Where the first of them stands among those that stay; that place moves by one product, or by a row.
    const stay = (at) => { const item = this.itemAt(at); return item && !going.has(item.id); };
    let at = by < 0 ? places[0] : places[places.length - 1], left = Math.abs(by), found = null;
    for (at += Math.sign(by); at >= 0 && at < this.total && left > 0; at += Math.sign(by)) if (stay(at)) { found = at; left--; }
    if (found != null) this.move(ids, by < 0 ? { before: this.itemAt(found).id } : { after: this.itemAt(found).id });
    return true;
  },
  placeOf(id) { for (const [page, items] of this.pages.kept) { const at = items.findIndex((item) => item.id === id); if (at >= 0) return page * 100 + at; } return null; },
  move(ids, where) {
    this.moveBusy = true;
    clearTimeout(this.moveRest);
    this.moveRest = setTimeout(() => { this.moveBusy = false; }, 3000);
    this.follow = ids.includes(this.cursor.id) ? this.cursor.id : ids[0];
    this.$emit("moved", { ids, before: where.before || null, after: where.after || null });
  },
  // The cursor goes with what was moved, or to it.
  async followMoved(turn) {
    this.moveBusy = false;
    const id = this.follow;
    if (!id) return;
    this.follow = null;
    const at = this.placeOf(id) ?? (await this.fetchPosition(id));
    if (at == null || turn !== this.turn) return;
    const focused = this.$refs.view.contains(document.activeElement);
    this.moveTo(at, { focus: focused });
  },
  // ---- by dragging ----
  slotAt(event) {
    const cell = event.target instanceof Element ? event.target.closest(".g-cell") : null;
    if (!cell?.item) return null;
    const box = cell.getBoundingClientRect();
    return { cell, box, behind: event.clientX > box.left + box.width / 2 };
  },
  takesDragged() { return this.ordersByHand() && !!window.imagenDragged?.ids && !window.imagenDragged.all; },
  dragOver(event) {
    if (!this.takesDragged()) return;
    const slot = this.slotAt(event), mark = this.$refs.slot;
    mark.hidden = !slot;
    if (!slot) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    const root = this.$el.getBoundingClientRect(), gap = this.layout.gap / 2;
    mark.style.height = `${slot.box.height}px`;
    mark.style.transform = `translate(${(slot.behind ? slot.box.right + gap : slot.box.left - gap) - root.left - 2}px, ${slot.box.top - root.top}px)`;
  },
  dragLeave(event) { if (!this.$refs.view.contains(event.relatedTarget)) this.$refs.slot.hidden = true; },
  dragEnd() { this.$refs.slot.hidden = true; window.imagenDragged = null; },
  dropped(event) {
    this.$refs.slot.hidden = true;
    if (!this.takesDragged()) return;
    const slot = this.slotAt(event), dragged = window.imagenDragged;
    if (!slot) return;
    event.preventDefault(); event.stopPropagation();
    const ids = this.movers(dragged.selected ? null : dragged.id);
    if (ids.includes(slot.cell.item.id)) return;
    this.move(ids, slot.behind ? { after: slot.cell.item.id } : { before: slot.cell.item.id });
  },
};
