// The grid by choices. Tiles are drawn by hand; Vue only draws the heads.
import { makeTile, fillTile } from "imagen-browser";

export default {
  template: `
    <div class="choices" :style="{ '--tile': tile + 'px' }">
      <div class="choices-axes">
        <label>Down <select class="input" :value="rows" @change="pick($event.target.value, columns)"><option v-for="a in options" :key="a.key" :value="a.key">{{ a.label }}</option></select></label>
        <button type="button" class="icon-btn" aria-label="Swap the axes" title="Swap the axes" @click="pick(columns, rows)"><span class="icon icon-compare" aria-hidden="true"></span></button>
        <label>Across <select class="input" :value="columns" @change="pick(rows, $event.target.value)"><option v-for="a in options" :key="a.key" :value="a.key">{{ a.label }}</option></select></label>
      </div>
      <div class="choices-view" ref="view" tabindex="0" role="grid" :aria-label="'Grid by ' + (rowAxis.label || 'nothing') + ' and ' + (columnAxis.label || 'nothing')" @keydown="key" @click="click" @dblclick="dblclick" @dragstart="drag">
        <div class="choices-table" :style="{ gridTemplateColumns: 'minmax(72px, max-content) repeat(' + columnAxis.choices.length + ', minmax(calc(var(--tile) + 8px), max-content))' }">
          <div class="choices-corner" role="presentation"></div>
          <div v-for="(name, c) in columnAxis.choices" :key="'c' + c" class="choices-head across" role="columnheader" :title="name">{{ name }}</div>
          <template v-for="(name, r) in rowAxis.choices" :key="'r' + r">
            <div class="choices-head down" role="rowheader" :title="name">{{ name }}</div>
            <div v-for="(other, c) in columnAxis.choices" :key="r + ':' + c" class="choices-cell" role="gridcell" :data-at="r + ':' + c" :aria-label="name + ', ' + other"></div>
          </template>
        </div>
      </div>
    </div>`,
  props: { axes: { type: Array, default: () => [] }, rows: String, columns: String, tile: { type: Number, default: 112 } },
  emits: ["axes", "select", "open"],
  computed: {
    options() { return [{ key: "", label: "nothing" }, ...this.axes]; },
    rowAxis() { return this.axes.find((a) => a.key === this.rows) || { label: "", choices: [""] }; },
    columnAxis() { return this.axes.find((a) => a.key === this.columns) || { label: "", choices: [""] }; },
  },
  watch: { axes() { this.anew(); }, rows() { this.anew(); }, columns() { this.anew(); } },
  created() { this.cells = new Map(); this.tiles = new Map(); this.selected = null; this.prefix = "g" + Math.random().toString(36).slice(2) + "-"; },
  mounted() { this.fill(); },
  methods: {
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
        const items = [...(this.cells.get(cell.dataset.at)?.values() || [])];
        cell.classList.toggle("hole", !items.length);
        const tiles = items.map((item) => {
          let tile = this.tiles.get(item.id);
          if (!tile) { tile = makeTile(); this.tiles.set(item.id, tile); }
          fillTile(tile, item, this.prefix);
          used.add(item.id);
          return tile;
        });
        if (tiles.length !== cell.children.length || tiles.some((tile, i) => cell.children[i] !== tile)) cell.replaceChildren(...tiles);
      }
      for (const [id, tile] of this.tiles) if (!used.has(id)) { tile.remove(); this.tiles.delete(id); }
      this.mark();
    },
    item(id) { for (const items of this.cells.values()) if (items.has(id)) return items.get(id); return null; },
    progress(id, share) { const item = this.item(id), tile = this.tiles.get(id); if (!item || !tile) return; item.progress = share; if (item.kind === "planned") item.kind = "running"; fillTile(tile, item, this.prefix); },
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
      const cell = tile.parentElement, beside = step[1] > 0 ? tile.nextElementSibling : step[1] < 0 ? tile.previousElementSibling : null;
      if (beside) { this.choose(beside.dataset.id, "key"); return; }
      let [r, c] = cell.dataset.at.split(":").map(Number);
      for (;;) {
        r += step[0]; c += step[1];
        const next = this.$refs.view.querySelector(`[data-at="${r}:${c}"]`);
        if (!next) return;
        const found = step[1] < 0 ? next.lastElementChild : next.firstElementChild;
        if (found) { this.choose(found.dataset.id, "key"); return; }
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
