// The strip: tiles at computed places, only those in sight exist in the page.
import { makeTile, fillTile } from "imagen-browser";

const GAP = 8;
const DIVIDER = 30;
const PAD = 4;
const AHEAD = 600; // pixels drawn beyond what is in sight

const compare = (a, b) => {
  if (Array.isArray(a) && Array.isArray(b)) { for (let i = 0; i < Math.max(a.length, b.length); i++) { const c = compare(a[i] ?? 0, b[i] ?? 0); if (c) return c; } return 0; }
  return a === b ? 0 : a > b ? 1 : -1;
};

export default {
  template: `
    <div class="strip" :class="{ wrap }" :style="{ '--tile': edge + 'px' }">
      <div ref="view" class="strip-view" role="listbox" tabindex="0" :aria-label="label" :aria-orientation="wrap ? 'vertical' : 'horizontal'" @scroll.passive="draw" @keydown="key" @click="click" @dblclick="dblclick" @dragstart="drag">
        <div ref="space" class="strip-space"></div>
      </div>
      <div v-if="none" class="strip-none">{{ empty }}</div>
    </div>`,
  props: { initial: { type: Array, default: () => [] }, label: String, wrap: Boolean, tile: { type: Number, default: 104 }, empty: String, divider: String },
  emits: ["select", "open", "more", "dragging"],
  data: () => ({ none: false }),
  computed: { edge() { return this.tile; } },
  created() {
    this.items = new Map(); this.sorted = []; this.spots = []; this.drawn = new Map(); this.spare = []; this.selected = null;
    this.hasMore = true; this.asked = -1; this.prefix = "t" + Math.random().toString(36).slice(2) + "-";
  },
  mounted() {
    this.sizer = new ResizeObserver(() => { this.place(); this.draw(); });
    this.sizer.observe(this.$refs.view);
    if (!this.wrap) this.$refs.view.addEventListener("wheel", this.wheel, { passive: false });
    this.setItems(this.initial, true);
  },
  beforeUnmount() { this.sizer.disconnect(); cancelAnimationFrame(this.frame); },
  methods: {
    setItems(items, more) {
      this.items = new Map(items.map((item) => [item.id, item]));
      this.hasMore = more !== false; this.asked = -1;
      this.arrange();
    },
    upsert(items, remove, more) {
      if (this.selected && (remove || []).includes(this.selected) && items.length) this.selected = items[0].id;
      for (const id of remove || []) this.items.delete(id);
      for (const item of items) this.items.set(item.id, { ...this.items.get(item.id), ...item });
      if (more === false) this.hasMore = false;
      this.asked = -1;
      this.arrange();
      cancelAnimationFrame(this.frame);
      this.paint(); // not with the next frame: thumbnails begin to load a frame earlier
    },
    remove(ids) { for (const id of ids) this.items.delete(id); this.arrange(); },
    progress(id, share, note) {
      const item = this.items.get(id);
      if (!item) return;
      item.progress = share;
      item.note = note || "";
      if (item.kind === "planned") item.kind = "running";
      const tile = this.drawn.get(id);
      if (tile) fillTile(tile, item, this.prefix);
    },
    select(id, reveal) {
      this.selected = id || null;
      this.mark();
      if (reveal !== false && id) this.reveal(id);
    },
    arrange() {
      const view = this.$refs.view;
      if (!view) return;
      const anchor = this.anchor();
      this.sorted = [...this.items.values()].sort((a, b) => (!!a.older - !!b.older) || compare(b.order ?? 0, a.order ?? 0));
      this.index = new Map(this.sorted.map((item, i) => [item.id, i]));
      this.none = !this.sorted.length;
      this.place();
      if (anchor && this.index.has(anchor.id)) {
        const spot = this.spots[this.index.get(anchor.id)];
        if (this.wrap) view.scrollTop = spot.y - anchor.at; else view.scrollLeft = spot.x - anchor.at;
      }
      this.draw();
    },
    // The tile that must stay where it is when others come in before it; at the very start new ones simply appear.
    anchor() {
      const view = this.$refs.view, scroll = this.wrap ? view.scrollTop : view.scrollLeft;
      if (scroll < 8 || !this.sorted.length) return null;
      const i = this.first(scroll);
      const spot = this.spots[i];
      return spot ? { id: this.sorted[i].id, at: (this.wrap ? spot.y : spot.x) - scroll } : null;
    },
    first(scroll) {
      let low = 0, high = this.spots.length - 1;
      while (low < high) { const middle = (low + high) >> 1; const spot = this.spots[middle]; if ((this.wrap ? spot.y : spot.x) + this.size < scroll) low = middle + 1; else high = middle; }
      return low;
    },
    place() {
      const view = this.$refs.view;
      if (!view) return;
      const width = view.clientWidth - 2 * PAD;
      const columns = this.wrap ? Math.max(1, Math.round((width + GAP) / (this.tile + GAP))) : 0;
      this.columns = columns || 1;
      this.size = this.wrap ? Math.floor((width - GAP * (columns - 1)) / columns) : this.tile;
      this.dividerAt = null;
      let x = PAD, y = PAD, column = 0;
      const firstOlder = this.sorted.findIndex((item) => item.older);
      this.spots = this.sorted.map((item, i) => {
        if (i === firstOlder && i > 0) {
          if (this.wrap) { if (column) { y += this.size + GAP; column = 0; } this.dividerAt = { x: PAD, y }; y += DIVIDER; } else { this.dividerAt = { x, y: PAD }; x += DIVIDER; }
        }
        const spot = this.wrap ? { x: PAD + column * (this.size + GAP), y } : { x, y: PAD };
        if (this.wrap) { if (++column === columns) { column = 0; y += this.size + GAP; } } else x += this.size + GAP;
        return spot;
      });
      const space = this.$refs.space;
      space.style.width = this.wrap ? "100%" : `${x - GAP + PAD}px`;
      space.style.height = this.wrap ? `${y + (column ? this.size : 0) + PAD}px` : `${this.tile + 2 * PAD}px`;
      this.divide();
    },
    divide() {
      let line = this.line;
      if (!this.dividerAt) { if (line) line.remove(); this.line = null; return; }
      if (!line) { line = this.line = document.createElement("div"); line.className = "strip-divider"; line.setAttribute("role", "separator"); const word = document.createElement("span"); line.appendChild(word); this.$refs.space.appendChild(line); }
      line.firstChild.textContent = this.divider || "earlier";
      line.style.transform = `translate(${this.dividerAt.x}px, ${this.dividerAt.y}px)`;
    },
    draw() {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this.paint());
    },
    paint() {
      const view = this.$refs.view;
      if (!view) return;
      const scroll = this.wrap ? view.scrollTop : view.scrollLeft, length = this.wrap ? view.clientHeight : view.clientWidth;
      const wanted = new Set();
      if (length) for (let i = this.first(scroll - AHEAD); i < this.spots.length; i++) {
        const spot = this.spots[i];
        if ((this.wrap ? spot.y : spot.x) > scroll + length + AHEAD) break;
        wanted.add(i);
      }
      const ids = new Set([...wanted].map((i) => this.sorted[i].id));
      for (const [id, tile] of this.drawn) if (!ids.has(id)) { tile.remove(); this.spare.push(tile); this.drawn.delete(id); }
      for (const i of wanted) {
        const item = this.sorted[i], spot = this.spots[i];
        let tile = this.drawn.get(item.id);
        if (!tile) { tile = this.spare.pop() || makeTile(); this.drawn.set(item.id, tile); this.$refs.space.appendChild(tile); }
        fillTile(tile, item, this.prefix);
        tile.style.width = tile.style.height = `${this.size}px`;
        tile.style.transform = `translate(${spot.x}px, ${spot.y}px)`;
        tile.setAttribute("aria-posinset", i + 1);
        tile.setAttribute("aria-setsize", this.sorted.length);
      }
      this.spare.length = Math.min(this.spare.length, 60);
      this.mark();
      const end = (this.wrap ? view.scrollHeight : view.scrollWidth) - scroll - length;
      if (this.hasMore && this.sorted.length && end < 300 && this.asked !== this.sorted.length) { this.asked = this.sorted.length; this.$emit("more"); }
    },
    mark() {
      for (const [id, tile] of this.drawn) tile.setAttribute("aria-selected", String(id === this.selected));
      const view = this.$refs.view;
      if (!view) return;
      if (this.selected && this.drawn.has(this.selected)) view.setAttribute("aria-activedescendant", this.prefix + this.selected); else view.removeAttribute("aria-activedescendant");
    },
    reveal(id) {
      const view = this.$refs.view, spot = this.index && this.spots[this.index.get(id)];
      if (!spot || !view) return;
      const at = this.wrap ? spot.y : spot.x, length = this.wrap ? view.clientHeight : view.clientWidth, scroll = this.wrap ? view.scrollTop : view.scrollLeft;
      let to = scroll;
      if (at < scroll + PAD) to = at - PAD - GAP * 3; else if (at + this.size > scroll + length - PAD) to = at + this.size - length + PAD + GAP * 3;
      if (to !== scroll) { if (this.wrap) view.scrollTop = to; else view.scrollLeft = to; }
      this.paint();
    },
    choose(id, by) { this.select(id, by === "key"); this.$emit("select", { id, by }); },
    step(by) {
      if (!this.sorted.length) return;
      const now = this.index.has(this.selected) ? this.index.get(this.selected) : by > 0 ? -1 : this.sorted.length;
      const next = Math.min(this.sorted.length - 1, Math.max(0, now + by));
      if (next !== now) this.choose(this.sorted[next].id, "key");
    },
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const across = this.wrap ? this.columns : 1;
      const page = Math.max(1, this.wrap ? Math.floor(this.$refs.view.clientHeight / (this.size + GAP)) * across : Math.floor(this.$refs.view.clientWidth / (this.size + GAP)));
      const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[event.key];
      if (by) { event.preventDefault(); this.step(Math.max(-this.sorted.length, Math.min(this.sorted.length, by))); }
      else if (event.key === "Enter" && this.selected) { event.preventDefault(); this.$emit("open", { id: this.selected }); }
    },
    tileOf(event) { return event.target instanceof Element ? event.target.closest(".tile") : null; },
    click(event) { const tile = this.tileOf(event); if (tile) this.choose(tile.dataset.id, "click"); },
    dblclick(event) { const tile = this.tileOf(event); if (tile) this.$emit("open", { id: tile.dataset.id }); },
    drag(event) {
      const tile = this.tileOf(event), item = tile && this.items.get(tile.dataset.id);
      if (!item || item.kind !== "product") { event.preventDefault(); return; }
      event.dataTransfer.setData("text/x-imagen-product", item.id);
      event.dataTransfer.setData("text/plain", item.title || item.id);
      event.dataTransfer.effectAllowed = "copy";
      window.imagenDragged = { id: item.id, thumb: item.thumb, title: item.title, type: item.type };
      this.$emit("dragging", { id: item.id });
    },
    wheel(event) {
      const view = this.$refs.view;
      if (event.deltaX || event.ctrlKey || view.scrollWidth <= view.clientWidth) return;
      event.preventDefault();
      view.scrollLeft += event.deltaMode ? event.deltaY * 30 : event.deltaY;
    },
  },
};
