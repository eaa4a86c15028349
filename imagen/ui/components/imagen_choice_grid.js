// The grid by choices. Tiles are drawn by hand; Vue only draws the heads.
import { makeTile, fillTile } from "imagen-browser";

const GAP = 4, PAD = 8, SMALLEST = 84, LARGEST = 220, HEAD = 84;
const FAIR = 104, TOP = 36, NOTE = 22; // px: a tile good to see, the heads across, the words below a tile

export default {
  template: `
    <div class="choices" :style="{ '--tile': edge + 'px' }">
      <div class="choices-axes">
        <label><span>Down</span><select class="input" aria-label="Down" :value="rows" @change="pick($event.target.value, columns)"><option v-for="a in options" :key="a.key" :value="a.key" :title="told(a)">{{ a.label }}</option></select></label>
        <button type="button" class="icon-btn" aria-label="Swap the axes" title="Swap the axes" @click="pick(columns, rows)"><span class="icon icon-compare" aria-hidden="true"></span></button>
        <label><span>Across</span><select class="input" aria-label="Across" :value="columns" @change="pick(rows, $event.target.value)"><option v-for="a in options" :key="a.key" :value="a.key" :title="told(a)">{{ a.label }}</option></select></label>
        <div class="choices-rest"><label v-for="a in others" :key="a.key"><span :title="told(a)">{{ a.label }}</span><select class="input" :aria-label="'Only ' + a.label" :value="only[a.key] ?? ''" @change="narrow(a.key, $event.target.value)"><option value="">all {{ a.choices.length }}</option><option v-for="(name, n) in a.choices" :key="n" :value="n">{{ name }}</option></select></label></div>
      </div>
      <div class="choices-view" ref="view" tabindex="0" role="grid" :aria-label="'Grid by ' + (rowAxis.label || 'nothing') + ' and ' + (columnAxis.label || 'nothing')" @keydown="key" @click="click" @dblclick="dblclick" @dragstart="drag">
        <div class="choices-table" :style="{ minWidth: head + across + 'px', gridTemplateColumns: 'max-content repeat(' + columnAxis.choices.length + ', minmax(0, 1fr))' }">
          <div class="choices-corner" role="presentation"></div>
          <div v-for="(name, c) in columnAxis.choices" :key="'c' + c" class="choices-head across" role="columnheader" :title="name"><span>{{ name }}</span></div>
          <template v-for="(name, r) in rowAxis.choices" :key="'r' + r">
            <div class="choices-head down" role="rowheader" :title="name">{{ name }}</div>
            <div v-for="(other, c) in columnAxis.choices" :key="r + ':' + c" class="choices-cell" role="gridcell" :data-at="r + ':' + c" :aria-label="[name, other].filter(Boolean).join(', ')"></div>
          </template>
        </div>
      </div>
    </div>`,
  props: { axes: { type: Array, default: () => [] }, rows: String, columns: String },
  emits: ["axes", "select", "open"],
  data: () => ({ only: {}, edge: 112, beside: 1, head: HEAD }),
  computed: {
    options() { return [{ key: "", label: "nothing", choices: [] }, ...this.axes]; },
    rowAxis() { return this.axes.find((a) => a.key === this.rows) || { label: "", choices: [""] }; },
    columnAxis() { return this.axes.find((a) => a.key === this.columns) || { label: "", choices: [""] }; },
    across() { return this.columnAxis.choices.length * (this.beside * (this.edge + GAP) - GAP + PAD); },
    others() { return this.axes.filter((a) => a.key !== this.rows && a.key !== this.columns); },
  },
  watch: { axes() { this.only = {}; this.anew(); }, rows() { this.anew(); }, columns() { this.anew(); } },
  created() { this.cells = new Map(); this.tiles = new Map(); this.selected = null; this.prefix = "g" + Math.random().toString(36).slice(2) + "-"; },
  mounted() {
    this.fill();
    this.seen = new ResizeObserver(() => this.measure());
    this.seen.observe(this.$refs.view);
  },
  beforeUnmount() { this.seen.disconnect(); },
  methods: {
    told(axis) { return axis.choices.join(", "); },
    // ---- what else was chosen: shown under each picture, or only one of its values ----
    narrow(key, value) {
      this.only = { ...this.only, [key]: value === "" ? undefined : Number(value) };
      this.fill();
    },
    isWanted(item) { return this.others.every((a) => this.only[a.key] === undefined || (item.options || {})[a.key] === this.only[a.key]); },
    note(item) {
      const free = this.others.filter((a) => this.only[a.key] === undefined && (item.options || {})[a.key] != null);
      const plain = (a) => /^[\d.\-]*$/.test(a.choices[item.options[a.key]] || "");
      return free.map((a) => (plain(a) ? `${a.label} ` : "") + (a.choices[item.options[a.key]] ?? "")).join(" · ");
    },
    // Tiles are as large as lets all of a cell stand side by side, and all rows one below the other where they stay fair to see.
    measure() {
      const view = this.$refs.view;
      if (!view || !view.clientWidth) return;
      this.head = view.querySelector(".choices-head.down")?.offsetWidth || HEAD;
      const wide = (view.clientWidth - this.head) / this.columnAxis.choices.length - PAD;
      const most = Math.max(1, ...[...view.querySelectorAll(".choices-cell")].map((cell) => cell.children.length));
      const fitting = Math.max(1, Math.min(most, Math.floor((wide + GAP) / (SMALLEST + GAP))));
      const beside = Math.ceil(most / Math.ceil(most / fitting));
      const note = this.others.length ? NOTE : 0, stacked = Math.ceil(most / beside);
      const whole = (view.clientHeight - TOP) / this.rowAxis.choices.length / stacked - note - PAD;
      const tallest = whole >= FAIR ? whole : Math.max(SMALLEST, view.clientHeight - TOP - note - PAD);
      this.beside = beside;
      this.edge = Math.floor(Math.max(SMALLEST, Math.min(LARGEST, tallest, (wide - GAP * (beside - 1)) / beside)));
    },
    pick(rows, columns) { if (rows && rows === columns) { if (rows === this.rows) rows = this.columns; else columns = this.rows; if (rows === columns) rows = ""; } this.$emit("axes", { rows, columns }); },
    anew() { if (this.waiting) return; this.cells = new Map(); this.waiting = true; this.$nextTick(() => { this.waiting = false; this.fill(); }); },
    setCells(cells) { this.cells = new Map(); this.later(cells, []); },
    upsert(cells, remove) { this.later(cells, remove || []); },
    // A change of axes may still be on its way into the page when its cells arrive.
    later(cells, remove) { this.$nextTick(() => { this.take(cells, remove); this.fill(); }); },
    take(cells, remove) {
      for (const items of this.cells.values()) for (const id of remove) items.delete(id);
      for (const { row, column, items } of cells) {
        const at = row + ":" + column;
        if (!this.cells.has(at)) this.cells.set(at, new Map());
        for (const item of items) this.cells.get(at).set(item.id, { ...this.cells.get(at).get(item.id), ...item });
      }
    },
    fill() {
      if (!this.$refs.view) return;
      const used = new Set();
      for (const cell of this.$refs.view.querySelectorAll(".choices-cell")) {
        const items = [...(this.cells.get(cell.dataset.at)?.values() || [])].filter((item) => this.isWanted(item));
        cell.classList.toggle("hole", !items.length);
        const boxes = items.map((item) => { used.add(item.id); return this.drawn(item); });
        if (boxes.length !== cell.children.length || boxes.some((box, i) => cell.children[i] !== box)) cell.replaceChildren(...boxes);
      }
      for (const [id, tile] of this.tiles) if (!used.has(id)) { tile.parentElement.remove(); this.tiles.delete(id); }
      this.mark();
      this.$nextTick(() => this.measure());
    },
    drawn(item) {
      let tile = this.tiles.get(item.id);
      if (!tile) {
        tile = makeTile();
        const box = document.createElement("div"), note = document.createElement("div");
        box.className = "choices-item";
        note.className = "choices-note";
        box.append(tile, note);
        this.tiles.set(item.id, tile);
      }
      fillTile(tile, item, this.prefix);
      const note = tile.nextElementSibling, said = this.note(item);
      if (note.textContent !== said) { note.textContent = said; note.title = said; }
      return tile.parentElement;
    },
    item(id) { for (const items of this.cells.values()) if (items.has(id)) return items.get(id); return null; },
    progress(id, share, note) { const item = this.item(id), tile = this.tiles.get(id); if (!item || !tile) return; item.progress = share; item.note = note || ""; if (item.kind === "planned") item.kind = "running"; fillTile(tile, item, this.prefix); },
    select(id) { this.selected = id || null; this.mark(); },
    mark() {
      for (const [id, tile] of this.tiles) tile.setAttribute("aria-selected", String(id === this.selected));
      const view = this.$refs.view;
      if (this.selected && this.tiles.has(this.selected)) view.setAttribute("aria-activedescendant", this.prefix + this.selected); else view.removeAttribute("aria-activedescendant");
    },
    choose(id, by) { this.select(id); if (by === "key") this.tiles.get(id)?.scrollIntoView({ block: "nearest", inline: "nearest" }); this.$emit("select", { id, by }); },
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
      if (event.key === "Enter" && this.selected) { event.preventDefault(); this.$emit("open", { id: this.selected }); }
      if (!step) return;
      event.preventDefault();
      const tile = this.tiles.get(this.selected);
      if (!tile) { const first = this.$refs.view.querySelector(".tile"); if (first) this.choose(first.dataset.id, "key"); return; }
      const box = tile.parentElement, cell = box.parentElement;
      const beside = step[1] > 0 ? box.nextElementSibling : step[1] < 0 ? box.previousElementSibling : null;
      if (beside) { this.choose(beside.firstElementChild.dataset.id, "key"); return; }
      let [r, c] = cell.dataset.at.split(":").map(Number);
      for (;;) {
        r += step[0]; c += step[1];
        const next = this.$refs.view.querySelector(`[data-at="${r}:${c}"]`);
        if (!next) return;
        const found = step[1] < 0 ? next.lastElementChild : next.firstElementChild;
        if (found) { this.choose(found.firstElementChild.dataset.id, "key"); return; }
      }
    },
    tileOf(event) { return event.target instanceof Element ? event.target.closest(".tile") : null; },
    click(event) { const tile = this.tileOf(event); if (tile) this.choose(tile.dataset.id, "click"); },
    dblclick(event) { const tile = this.tileOf(event); if (tile) this.$emit("open", { id: tile.dataset.id }); },
    drag(event) {
      const tile = this.tileOf(event), item = tile && this.item(tile.dataset.id);
      if (!item || item.kind !== "product") { event.preventDefault(); return; }
      event.dataTransfer.setData("text/x-imagen-product", item.id);
      window.imagenDragged = { id: item.id, thumb: item.thumb, title: item.title, type: item.type };
    },
  },
};
