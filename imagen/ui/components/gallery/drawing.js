// How the grid is drawn: rows taken up again where they are needed, headings, the one that stays in sight, the rail.
import { makeCell, fillCell, clearCell } from "./cells.js";
import { PAGE } from "./pages.js";

export const HEAD = 40;
const REST = 70; // ms without movement after which what is in sight is loaded

export const drawing = {
  scrolled() {
    const time = performance.now(), at = this.scroll.read(), last = this.last;
    // Quick and lasting movement: what passes is neither asked for nor loaded.
    this.quick = !!last && time - last.time < 100 && Math.abs(at - last.at) / Math.max(1, time - last.time) > this.scroll.room / 120;
    this.last = { time, at };
    this.paint();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.rested(), REST);
  },
  rested() {
    const share = this.scroll.most ? this.scroll.at / this.scroll.most : 0;
    this.quick = false; this.last = null;
    this.scroll.settle();
    this.paint(); this.keepSoon();
    this.rail.say(share, this.placeWords(share));
  },
  frameSoon() { cancelAnimationFrame(this.frame); this.frame = requestAnimationFrame(() => this.paint()); },
  paint() {
    const layout = this.layout;
    if (!layout) return;
    const at = this.scroll.at, room = this.scroll.room, over = layout.row;
    const { rows, heads } = layout.between(at - over, at + room + over);
    const keys = new Set(rows.map((row) => row.key)), active = document.activeElement;
    for (const [key, row] of this.drawn) if (!keys.has(key)) {
      if (row.contains(active) && this.layout.total && row.info && row.columns === layout.columns) { row.style.transform = `translateY(${row.info.y - this.scroll.shift}px)`; continue; }
      this.drawn.delete(key); this.spareRows.push(row);
    }
    const fresh = !this.quick;
    for (const info of rows) {
      let row = this.drawn.get(info.key);
      if (!row) { row = this.spareRows.pop() || this.makeRow(); this.drawn.set(info.key, row); row.version = -1; this.orderSoon(); }
      row.style.transform = `translateY(${info.y - this.scroll.shift}px)`;
      row.info = info;
      if (row.version !== this.version || (fresh && !row.full)) this.fillRow(row, info, fresh);
      if (!row.isConnected) this.$refs.space.appendChild(row);
    }
    for (const row of this.spareRows.splice(2)) row.remove();
    for (const row of this.spareRows) { if (fresh) row.remove(); else row.style.transform = "translateY(-9999px)"; }
    this.drawHeads(heads);
    if (fresh) this.pages.want(this.pagesBetween(at, at + room, at - room, at + 2 * room));
    this.rail.show(this.scroll.most ? at / this.scroll.most : 0, layout.height ? room / layout.height : 1);
  },
  // Rows are taken up again where they are needed; who reads the page from the top down finds them in their order.
  orderSoon() { clearTimeout(this.ordering); this.ordering = setTimeout(() => this.inOrder(), REST); },
  inOrder() {
    if (!this.$refs.space || !this.layout) return;
    const space = this.$refs.space, active = document.activeElement;
    const list = [...[...this.drawn.values()].map((row) => [row.info.y, row]), ...[...this.heads].map(([s, head]) => [this.layout.tops[s], head])].sort((a, b) => a[0] - b[0]);
    let at = space.firstElementChild;
    for (const [, element] of list) {
      if (element === at) at = at.nextElementSibling;
      else if (element.contains(active)) at = element.nextElementSibling;
      else space.insertBefore(element, at);
    }
  },
  pagesBetween(from, to, wideFrom = from, wideTo = to) {
    const found = new Set();
    const add = (rows) => { for (const row of rows) for (const at of [row.index, row.index + row.count - 1]) found.add(Math.floor(at / PAGE)); };
    add(this.layout.between(from, to).rows);
    if (wideTo > to) add(this.layout.between(wideFrom, wideTo).rows.slice(0, 90));
    return [...found].slice(0, 12);
  },
  makeRow() { const row = document.createElement("div"); row.className = "g-row"; row.setAttribute("role", "row"); row.cells = []; return row; },
  dropRows() { for (const row of [...this.drawn.values(), ...this.spareRows]) row.remove(); this.drawn.clear(); this.spareRows = []; },
  fillRow(row, info, now) {
    const pixels = this.layout.edge * devicePixelRatio;
    while (row.cells.length < info.count) { const cell = makeCell(); row.cells.push(cell); row.appendChild(cell); }
    while (row.cells.length > info.count) row.cells.pop().remove();
    row.setAttribute("aria-rowindex", info.number + 1);
    row.columns = this.layout.columns;
    let full = true;
    row.cells.forEach((cell, column) => {
      const item = this.pages.item(info.index + column);
      cell.index = info.index + column;
      cell.setAttribute("aria-colindex", column + 1);
      if (item) fillCell(cell, item, pixels, now); else { full = false; if (cell.item || cell.shape !== "") clearCell(cell); }
      if (item && !now) full = false;
      this.markCell(cell);
    });
    row.version = this.version; row.full = full;
  },
  markCell(cell) {
    const on = !!cell.item && this.isChosen(cell.item.id, cell.index), here = cell.index === this.cursor.index;
    if (here && cell.item && !this.cursor.id) { this.cursor.id = cell.item.id; this.tellCursor(); }
    cell.classList.toggle("is-chosen", on);
    cell.classList.toggle("is-cursor", here);
    cell.setAttribute("aria-selected", String(on));
    cell.tabIndex = here ? 0 : -1;
    cell.draggable = !!cell.item && (on || here || (this.ordersByHand() && !this.byTouch)); // a held finger selects
  },
  isChosen(id, index) {
    const band = this.listener?.band;
    if (band?.ranges && band.ranges.some(([from, to]) => index >= from && index < to)) return !(band.takes && this.chosen.has(id));
    return this.chosen.has(id) && !(band?.ranges && !band.adds);
  },
  mark() { for (const row of this.drawn.values()) for (const cell of row.cells) this.markCell(cell); this.$refs.view.tabIndex = this.cellAt(this.cursor.index) ? -1 : 0; for (const [s, head] of this.heads) this.fillHead(head, s); if (!this.$refs.pinned.hidden) this.fillHead(this.$refs.pinned, this.$refs.pinned.dataset.section); },
  cellAt(index) { for (const row of this.drawn.values()) for (const cell of row.cells) if (cell.index === index && cell.isConnected) return cell; return null; },
  drawHeads(list) {
    const wanted = new Set(list);
    for (const [s, head] of this.heads) if (!wanted.has(s)) { head.remove(); this.heads.delete(s); }
    for (const s of list) {
      let head = this.heads.get(s);
      if (!head) { head = this.makeHead(); this.heads.set(s, head); this.$refs.space.appendChild(head); }
      head.style.transform = `translateY(${this.layout.tops[s] - this.scroll.shift}px)`;
      this.fillHead(head, s);
    }
    this.pin();
  },
  makeHead() {
    const head = document.createElement("div"), cell = document.createElement("div");
    head.className = "g-head"; head.setAttribute("role", "row"); cell.setAttribute("role", "rowheader"); cell.className = "g-head-words";
    for (const [part, tag] of [["g-head-label", "b"], ["g-head-count", "span"]]) { const element = document.createElement(tag); element.className = part; cell.appendChild(element); }
    const pick = document.createElement("button");
    pick.type = "button"; pick.className = "g-head-pick"; pick.tabIndex = -1;
    head.append(cell, pick);
    return head;
  },
  fillHead(head, s) {
    const section = this.sections[s];
    if (!section) return;
    head.dataset.section = s;
    const [words, pick] = head.children;
    words.children[0].textContent = section.label; words.children[0].title = section.label;
    words.children[1].textContent = section.count.toLocaleString();
    const choosing = this.count > 0 || this.picking;
    pick.textContent = choosing ? "Select all" : "Select"; pick.setAttribute("aria-label", choosing ? `Select all of ${section.label}` : "Select products");
  },
  pin() {
    const pinned = this.$refs.pinned, s = this.layout.total ? this.layout.sectionAt(this.scroll.at) : -1, section = this.sections[s];
    const shows = !!section?.label && this.layout.tops[s] < this.scroll.at;
    pinned.hidden = !shows;
    if (!shows) return;
    if (!pinned.children.length) { const made = this.makeHead(); pinned.append(...made.children); }
    if (pinned.dataset.section !== String(s) || pinned.dataset.count !== String(section.count)) { this.fillHead(pinned, s); pinned.dataset.count = section.count; }
    const next = this.layout.tops[s + 1] - this.scroll.at - HEAD;
    pinned.style.transform = next < 0 && s + 1 < this.sections.length ? `translateY(${next}px)` : "";
  },
  drawRail() {
    if (!this.layout) return;
    const most = Math.max(1, this.layout.height - this.scroll.room);
    this.rail.setMarks(this.total ? this.marks.filter((mark) => mark.index < this.total).map((mark) => ({ ...mark, share: Math.min(1, this.layout.spot(mark.index).y / most) })) : []);
  },
  placeWords(share) {
    if (!this.layout?.total) return "";
    const index = this.layout.indexAt(share * this.scroll.most + (share > 0 ? HEAD : 0));
    if (this.marks.length) { let found = this.marks[0]; for (const mark of this.marks) { if (mark.index > index) break; found = mark; } return found.label; }
    return `${(index + 1).toLocaleString()} of ${this.total.toLocaleString()}`;
  },
};
