// The grid by choices. Vue draws the heads; of the cells only those in sight are drawn, by hand.
import { makeTile, fillTile, describe } from "imagen-browser";

const GAP = 4, PAD = 8, SMALLEST = 84, LARGEST = 220, HEAD = 84;
const FAIR = 104, TOP = 36, NOTE = 22; // px: a tile good to see, the heads across, the words below a tile
const BEYOND = 200; // px drawn outside of what is seen
const RATINGS = ["failed", "poor", "acceptable", "good", "excellent"];
const HOLES = { failed: "failed", cancelled: "cancelled", gone: "in the Bin" };

const make = (tag, classes, parent, text) => { const made = document.createElement(tag); made.className = classes; if (text) made.textContent = text; if (parent) parent.appendChild(made); return made; };

export default {
  template: `
    <div class="choices" :class="{ stacked }" :style="{ '--tile': edge + 'px' }">
      <div class="choices-axes">
        <label><span>Down</span><select class="input" aria-label="Down" :value="rows" @change="pick($event.target.value, columns)"><option v-for="a in options" :key="a.key" :value="a.key" :title="told(a)">{{ a.label }}</option></select></label>
        <button type="button" class="icon-btn" aria-label="Swap the axes" title="Swap the axes" @click="pick(columns, rows)"><span class="icon icon-compare" aria-hidden="true"></span></button>
        <label><span>Across</span><select class="input" aria-label="Across" :value="columns" @change="pick(rows, $event.target.value)"><option v-for="a in options" :key="a.key" :value="a.key" :title="told(a)">{{ a.label }}</option></select></label>
        <div class="choices-rest"><label v-for="a in others" :key="a.key"><span :title="told(a)">{{ a.label }}</span><select class="input" :aria-label="'Only ' + a.label" :value="only[a.key] ?? ''" @change="narrow(a.key, $event.target.value)"><option value="">all {{ a.choices.length }}</option><option v-for="(name, n) in a.choices" :key="n" :value="n">{{ name }}</option></select></label></div>
      </div>
      <div class="choices-view" ref="view" tabindex="0" role="grid" :aria-label="'Grid by ' + (rowAxis.label || 'nothing') + ' and ' + (columnAxis.label || 'nothing')" :aria-rowcount="rowAxis.choices.length + 1" :aria-colcount="columnAxis.choices.length + 1" @keydown="key" @click="click" @dblclick="dblclick" @dragstart="drag" @scroll.passive="scrolled" @focus="focused">
        <div class="choices-table" :style="{ minWidth: head + across + 'px', gridTemplateColumns: 'max-content repeat(' + columnAxis.choices.length + ', minmax(' + wide + 'px, 1fr))', gridTemplateRows: 'auto ' + heights.map((h) => h + 'px').join(' ') }">
          <div class="choices-corner" role="presentation"></div>
          <div v-for="(name, c) in columnAxis.choices" :key="'c' + c" class="choices-head across" role="columnheader" :style="{ gridRow: 1, gridColumn: c + 2 }" :title="name"><span>{{ name }}</span></div>
          <div v-for="(name, r) in rowAxis.choices" :key="'r' + r" class="choices-head down" role="rowheader" :style="{ gridRow: r + 2, gridColumn: 1 }" :title="name"><span>{{ name }}</span></div>
          <div ref="layer" class="choices-layer" role="presentation" :style="{ gridRow: '2 / span ' + rowAxis.choices.length, gridColumn: '2 / span ' + columnAxis.choices.length }"></div>
        </div>
      </div>
    </div>`,
  props: { axes: { type: Array, default: () => [] }, rows: String, columns: String, only: { type: Object, default: () => ({}) }, stacked: Boolean, holes: { type: String, default: "" }, size: { type: Number, default: 0 } },
  emits: ["axes", "select", "open", "cursor", "more"],
  data: () => ({ edge: 112, beside: 1, head: HEAD, heights: [] }),
  computed: {
    options() { return [{ key: "", label: "nothing", choices: [] }, ...this.axes]; },
    rowAxis() { return this.axes.find((a) => a.key === this.rows) || { label: "", choices: [""] }; },
    columnAxis() { return this.axes.find((a) => a.key === this.columns) || { label: "", choices: [""] }; },
    wide() { return this.beside * (this.edge + GAP) - GAP + PAD; },
    across() { return this.columnAxis.choices.length * this.wide; },
    others() { return this.axes.filter((a) => a.key !== this.rows && a.key !== this.columns); },
    free() { return this.others.filter((a) => this.only[a.key] === undefined); },
  },
  watch: { axes() { this.anew(); }, rows() { this.anew(); }, columns() { this.anew(); }, only() { this.fill(); }, size() { this.measure(); }, stacked() { this.fill(); } },
  created() {
    this.cells = new Map(); // "row:column" to {count, items}
    this.drawn = new Map(); // "row:column" to the cell that is in sight
    this.tops = new Map(); // "row:column" to which of several lies on top
    this.at = null; // where the cursor is: {row, column, id}
    this.prefix = "g" + Math.random().toString(36).slice(2) + "-";
  },
  mounted() {
    this.fill();
    this.seen = new ResizeObserver(() => this.measure());
    this.seen.observe(this.$refs.view);
  },
  beforeUnmount() { this.seen.disconnect(); cancelAnimationFrame(this.frame); },
  methods: {
    told(axis) { return axis.choices.join(", ") + (axis.beyond ? ` and ${axis.beyond} more` : ""); },
    pick(rows, columns) { if (rows && rows === columns) { if (rows === this.rows) rows = this.columns; else columns = this.rows; if (rows === columns) rows = ""; } this.$emit("axes", { rows, columns, only: this.only }); },
    narrow(key, value) { const only = { ...this.only }; if (value === "") delete only[key]; else only[key] = Number(value); this.$emit("axes", { rows: this.rows, columns: this.columns, only }); },
    // ---- what it holds ----
    anew() { this.cells = new Map(); this.tops = new Map(); this.at = null; this.fill(); },
    // A change of axes may still be on its way into the page when its cells arrive.
    setCells(cells) { this.$nextTick(() => { this.cells = new Map(); this.put(cells); this.fill(); }); },
    putCells(cells, gone) { this.$nextTick(() => { for (const at of gone || []) this.cells.delete(at); this.put(cells); this.fill(); }); },
    put(cells) { for (const { row, column, count, items } of cells) this.cells.set(row + ":" + column, { count: count ?? items.length, items }); },
    progress(id, share, note) {
      for (const [at, cell] of this.cells) {
        const item = cell.items.find((each) => each.id === id);
        if (!item) continue;
        item.progress = share; item.note = note || "";
        if (item.kind === "planned") item.kind = "running";
        const shown = this.drawn.get(at);
        if (shown) this.fillCell(shown, at);
        return;
      }
    },
    // ---- measures ----
    // Tiles are as large as lets all of a cell stand side by side, and all rows one below the other where they stay fair to see.
    measure() {
      const view = this.$refs.view;
      if (!view || !view.clientWidth) return;
      this.head = view.querySelector(".choices-head.down")?.offsetWidth || HEAD;
      const rows = this.rowAxis.choices.length, columns = this.columnAxis.choices.length;
      const wide = (view.clientWidth - this.head) / columns - PAD;
      const counts = [...this.cells.values()].map((cell) => this.shownOf(cell));
      const most = Math.max(1, ...counts);
      const note = !this.stacked && this.free.length ? NOTE : 0;
      const fitting = Math.max(1, Math.min(most, Math.floor((wide + GAP) / (SMALLEST + GAP))));
      const beside = Math.ceil(most / Math.ceil(most / fitting)), stacked = Math.ceil(most / beside);
      const whole = (view.clientHeight - TOP) / rows / stacked - note - PAD;
      const tallest = whole >= FAIR ? whole : Math.max(SMALLEST, view.clientHeight - TOP - note - PAD);
      this.beside = beside;
      this.edge = this.size || Math.floor(Math.max(SMALLEST, Math.min(LARGEST, tallest, (wide - GAP * (beside - 1)) / beside)));
      const filled = Array(rows).fill(1);
      for (const [at, cell] of this.cells) { const row = Number(at.split(":")[0]); if (row < rows) filled[row] = Math.max(filled[row], Math.ceil(this.shownOf(cell) / beside)); }
      const heights = filled.map((lines) => lines * (this.edge + note + GAP) - GAP + PAD);
      if (heights.join() !== this.heights.join()) this.heights = heights;
      this.$nextTick(() => this.draw());
    },
    shownOf(cell) { return this.stacked ? 1 : cell.items.length; },
    fill() { if (!this.$refs.view) return; this.$nextTick(() => { this.measure(); this.$nextTick(() => this.draw(true)); }); },
    // ---- what is in sight ----
    scrolled() { if (!this.frame) this.frame = requestAnimationFrame(() => { this.frame = 0; this.draw(); }); },
    draw(anew = false) {
      const { view, layer } = this.$refs;
      if (!view || !layer) return;
      const columns = this.columnAxis.choices.length, wide = layer.offsetWidth / columns;
      const top = view.scrollTop - BEYOND, bottom = view.scrollTop + view.clientHeight + BEYOND;
      const first = Math.max(0, Math.floor((view.scrollLeft - BEYOND) / wide)), last = Math.min(columns - 1, Math.floor((view.scrollLeft + view.clientWidth + BEYOND) / wide));
      const wanted = new Set();
      let y = 0;
      this.heights.forEach((height, row) => {
        if (y + height > top && y < bottom) for (let column = first; column <= last; column++) {
          const at = row + ":" + column;
          wanted.add(at);
          let cell = this.drawn.get(at);
          const isNew = !cell;
          if (isNew) { cell = this.makeCell(at, row, column); this.drawn.set(at, cell); layer.appendChild(cell); }
          cell.style.cssText = `left:${column * wide}px;top:${y}px;width:${wide}px;height:${height}px`;
          if (isNew || anew) this.fillCell(cell, at);
        }
        y += height;
      });
      for (const [at, cell] of this.drawn) if (!wanted.has(at)) { cell.remove(); this.drawn.delete(at); }
      this.mark();
    },
    makeCell(at, row, column) {
      const cell = make("div", "choices-cell");
      cell.dataset.at = at;
      cell.id = this.prefix + at.replace(":", "-");
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-rowindex", row + 2);
      cell.setAttribute("aria-colindex", column + 2);
      cell.tiles = new Map();
      return cell;
    },
    fillCell(cell, at) {
      const [row, column] = at.split(":").map(Number), held = this.cells.get(at);
      const name = [this.rowAxis.choices[row], this.columnAxis.choices[column]].filter(Boolean).join(", ");
      const isHole = !held || !held.items.length;
      cell.classList.toggle("hole", isHole);
      const items = isHole ? [] : this.stacked ? [this.topOf(at)] : held.items;
      const boxes = items.map((item) => this.box(cell, item));
      for (const [id, box] of cell.tiles) if (!boxes.includes(box)) { box.remove(); cell.tiles.delete(id); }
      boxes.forEach((box, place) => { if (cell.children[place] !== box) cell.insertBefore(box, cell.children[place] || null); });
      for (const extra of [...cell.children].slice(boxes.length)) extra.remove();
      if (isHole && this.holes) make("span", "choices-hole", cell, this.holes);
      this.counter(boxes[0], held);
      const said = isHole ? this.holes || "nothing" : items.length === 1 ? describe(items[0]) : `${items.length} pictures`;
      cell.setAttribute("aria-label", [name, said, held && this.stacked && held.count > 1 ? `${held.count} in all` : ""].filter(Boolean).join(": "));
    },
    topOf(at) { const held = this.cells.get(at), top = this.tops.get(at) || 0; return held.items[Math.min(top, held.items.length - 1)]; },
    counter(box, held) {
      let button = box?.querySelector(".choices-count");
      if (!box || !this.stacked || held.count < 2) { button?.remove(); return; }
      const top = held.items.indexOf(this.topOf(box.parentElement.dataset.at));
      button = button || make("button", "choices-count num", box);
      button.textContent = `${top + 1}/${held.count.toLocaleString("en")}`;
      button.type = "button"; button.tabIndex = -1; button.title = "Next of this cell (.)";
      button.setAttribute("aria-label", `${top + 1} of ${held.count}, show the next`);
    },
    box(cell, item) {
      let box = cell.tiles.get(item.id);
      if (!box) {
        box = make("div", "choices-item");
        box.append(makeTile(), make("div", "choices-note"));
        cell.tiles.set(item.id, box);
      }
      const [tile, note] = box.children;
      fillTile(tile, item.kind in HOLES && item.kind === "gone" ? { ...item, kind: "cancelled", word: HOLES.gone } : item, this.prefix);
      let rated = box.querySelector(".choices-rated");
      if (item.rating == null) rated?.remove();
      else { rated = rated || make("span", "choices-rated", box); const word = RATINGS[item.rating]; rated.className = `choices-rated is-${word}`; rated.textContent = String(item.rating + 1); rated.title = `Rated ${word}`; }
      const said = this.stacked ? "" : this.note(item);
      if (note.textContent !== said) { note.textContent = said; note.title = said; }
      return box;
    },
    // What else was chosen is told under each picture.
    note(item) {
      const free = this.free.filter((a) => (item.options || {})[a.key] != null);
      const plain = (a) => /^[\d.\-]*$/.test(a.choices[item.options[a.key]] || "");
      return free.map((a) => (plain(a) ? `${a.label} ` : "") + (a.choices[item.options[a.key]] ?? "")).join(" · ");
    },
    // ---- the cursor ----
    place(id) { for (const [at, cell] of this.cells) { const index = cell.items.findIndex((item) => item.id === id); if (index >= 0) { const [row, column] = at.split(":").map(Number); return { row, column, index }; } } return null; },
    select(id) {
      const found = id && this.place(id);
      this.at = found ? { row: found.row, column: found.column, id } : null;
      if (found && this.stacked) this.turnTo(found.row + ":" + found.column, found.index);
      this.mark();
    },
    mark() {
      const view = this.$refs.view, at = this.at && this.at.row + ":" + this.at.column;
      for (const [where, cell] of this.drawn) {
        cell.classList.toggle("here", this.stacked && where === at);
        for (const [id, box] of cell.tiles) box.firstElementChild.setAttribute("aria-selected", String(where === at && id === this.at.id));
      }
      const shown = at && this.drawn.get(at), tile = shown && shown.tiles.get(this.at.id)?.firstElementChild;
      const active = this.stacked ? shown : tile;
      if (active) view.setAttribute("aria-activedescendant", active.id); else view.removeAttribute("aria-activedescendant");
    },
    goTo(row, column, id, by) {
      this.at = { row, column, id: id ?? (this.cells.get(row + ":" + column)?.items.length ? this.topOf(row + ":" + column).id : null) };
      if (by === "key") this.reveal();
      this.mark();
      if (this.at.id) this.$emit("select", { id: this.at.id, by });
      this.$emit("cursor", { row, column, id: this.at.id });
    },
    reveal() {
      const { view, layer } = this.$refs, { row, column, id } = this.at;
      const headDown = view.querySelector(".choices-head.down")?.offsetWidth || 0, headAcross = view.querySelector(".choices-head.across")?.offsetHeight || 0;
      const wide = layer.offsetWidth / this.columnAxis.choices.length, left = column * wide, top = this.heights.slice(0, row).reduce((sum, h) => sum + h, 0);
      const box = this.drawn.get(row + ":" + column)?.tiles.get(id);
      const y = top + (this.stacked || !box ? 0 : box.offsetTop), tall = this.stacked || !box ? this.heights[row] : box.offsetHeight;
      if (left < view.scrollLeft) view.scrollLeft = left; else if (left + wide > view.scrollLeft + view.clientWidth - headDown) view.scrollLeft = left + wide - view.clientWidth + headDown;
      if (y < view.scrollTop) view.scrollTop = y; else if (y + tall > view.scrollTop + view.clientHeight - headAcross) view.scrollTop = y + tall - view.clientHeight + headAcross;
      this.draw();
    },
    turnTo(at, index) { if ((this.tops.get(at) || 0) === index) return; this.tops.set(at, index); const cell = this.drawn.get(at); if (cell) this.fillCell(cell, at); },
    turn(row, column, by) {
      const at = row + ":" + column, held = this.cells.get(at);
      if (!held || held.count < 2) return;
      const next = (Math.min(this.tops.get(at) || 0, held.items.length - 1) + by + held.count) % held.count;
      if (next >= held.items.length) { this.wanted = { at, next }; this.$emit("more", { row, column }); return; }
      this.turnTo(at, next);
      this.goTo(row, column, null, "flip");
    },
    // The rest of a cell has come; show what was asked for, or the last there is.
    addMore(cell) {
      this.put([cell]);
      const at = cell.row + ":" + cell.column;
      if (this.wanted?.at !== at) return;
      const next = Math.min(this.wanted.next, cell.items.length - 1);
      this.wanted = null;
      this.turnTo(at, next);
      this.goTo(cell.row, cell.column, null, "flip");
    },
    // Go to a cell that was looked at before, as soon as it is there.
    lookAt(row, column) { this.$nextTick(() => this.$nextTick(() => { if (row < this.rowAxis.choices.length && column < this.columnAxis.choices.length) this.goTo(row, column, null, "key"); })); },
    focus() { this.$refs.view.focus(); },
    focused() { if (this.stacked && !this.at) this.goTo(0, 0, null, "key"); },
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter" && this.at?.id) { event.preventDefault(); this.$emit("open", { id: this.at.id }); return; }
      if (this.stacked && this.at && (event.key === "." || event.key === ",")) { event.preventDefault(); this.turn(this.at.row, this.at.column, event.key === "." ? 1 : -1); return; }
      const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
      const edge = { Home: 0, End: this.columnAxis.choices.length - 1 }[event.key];
      if (this.stacked && edge !== undefined) { event.preventDefault(); this.goTo(event.shiftKey ? 0 : this.at?.row || 0, edge, null, "key"); return; }
      if (!step) return;
      event.preventDefault();
      if (this.stacked) this.stepStacked(...step); else this.stepSpread(...step);
    },
    stepStacked(down, across) {
      if (!this.at) { this.goTo(0, 0, null, "key"); return; }
      const row = this.at.row + down, column = this.at.column + across;
      if (row >= 0 && row < this.rowAxis.choices.length && column >= 0 && column < this.columnAxis.choices.length) this.goTo(row, column, null, "key");
    },
    stepSpread(down, across) {
      const items = (row, column) => this.cells.get(row + ":" + column)?.items || [];
      const rows = this.rowAxis.choices.length, columns = this.columnAxis.choices.length;
      if (!this.at) { for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) if (items(row, column).length) { this.goTo(row, column, items(row, column)[0].id, "key"); return; } return; }
      let { row, column } = this.at;
      const own = items(row, column), beside = own[own.findIndex((item) => item.id === this.at.id) + across];
      if (across && beside) { this.goTo(row, column, beside.id, "key"); return; }
      for (;;) {
        row += down; column += across;
        if (row < 0 || row >= rows || column < 0 || column >= columns) return;
        const there = items(row, column);
        if (there.length) { this.goTo(row, column, (across < 0 ? there[there.length - 1] : there[0]).id, "key"); return; }
      }
    },
    whereOf(event) { const cell = event.target instanceof Element ? event.target.closest(".choices-cell") : null; return cell ? cell.dataset.at.split(":").map(Number) : null; },
    idOf(event) { return event.target.closest(".tile")?.dataset.id; },
    click(event) {
      const where = this.whereOf(event), id = where && this.idOf(event);
      if (!where) return;
      if (event.target.closest(".choices-count")) { this.turn(...where, 1); return; }
      if (id || this.stacked) this.goTo(...where, id ?? null, "click");
    },
    dblclick(event) { const id = this.whereOf(event) && this.idOf(event); if (id && !event.target.closest(".choices-count")) this.$emit("open", { id }); },
    drag(event) {
      const where = this.whereOf(event), id = where && this.idOf(event);
      const item = id && this.cells.get(where.join(":"))?.items.find((each) => each.id === id);
      if (!item || item.kind !== "product") { event.preventDefault(); return; }
      event.dataTransfer.setData("text/x-imagen-product", item.id);
      window.imagenDragged = { id: item.id, thumb: item.thumb, title: item.title, type: item.type };
    },
  },
};
