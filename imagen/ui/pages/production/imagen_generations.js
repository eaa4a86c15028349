// The generations of one order as a list of which only what is in sight is drawn, fed with the rows it asks for.
const STEP = 100, BEYOND = 6;

const address = (url) => (url && url.startsWith("/") ? (window.path_prefix || "") + url : url);
const plain = (value) => value === "" || /^[\d.,\-]+$/.test(value || "");

export default {
  template: `
    <div class="pg" :class="{ narrow }" ref="box">
      <div class="pg-head" aria-hidden="true"><span class="pg-number">#</span><span class="pg-values" :title="names">{{ names || "Prompt" }}</span><span class="pg-status">Status</span><span class="pg-took">Took</span><span class="pg-seed" title="Seed returned">Seed</span><span class="pg-thumbs">Products</span><span class="pg-acts"></span></div>
      <div class="pg-view" ref="view" tabindex="0" role="grid" :aria-label="label" :aria-rowcount="total" :aria-activedescendant="selected != null ? prefix + selected : null" @scroll.passive="look" @keydown="key">
        <div class="pg-space" role="presentation" :style="{ height: total * height + 'px' }">
          <div v-for="at in sight" :key="at" role="row" class="pg-row" :class="{ on: at === selected }" :id="prefix + at" :aria-rowindex="at + 1" :style="{ transform: 'translateY(' + at * height + 'px)', height: height + 'px' }" @click="press(at)">
            <template v-if="known.get(at)">
              <span class="pg-number num" role="rowheader">{{ known.get(at).number }}</span>
              <span class="pg-what" role="gridcell"><span class="pg-values" :title="known.get(at).title"><template v-for="(value, i) in known.get(at).values" :key="i"><span v-if="value != null" class="pg-value"><i v-if="plain(value) && names_[i]?.before">{{ names_[i].before }}</i>{{ value === "" ? "(nothing)" : value }}</span></template><span v-if="!known.get(at).values.length" class="pg-value">{{ known.get(at).title }}</span></span><span v-if="known.get(at).trouble" class="pg-trouble" :title="known.get(at).note">{{ known.get(at).trouble }}</span></span>
              <span class="pg-status" role="gridcell"><span class="pill" :class="known.get(at).tone" :title="known.get(at).note"><span class="dot" :class="known.get(at).dot" aria-hidden="true"></span><span class="ellipsis">{{ known.get(at).word }}</span></span></span>
              <span class="pg-took num" role="gridcell" :title="known.get(at).times">{{ known.get(at).took }}</span>
              <span class="pg-seed num" role="gridcell" :title="known.get(at).seed ? 'Seed returned' : null">{{ known.get(at).seed || "–" }}</span>
              <span class="pg-thumbs" role="gridcell"><span v-for="thumb in known.get(at).thumbs" :key="thumb.id" class="po-thumb" :style="thumb.placeholder ? { backgroundImage: 'url(' + thumb.placeholder + ')' } : null"><img v-if="thumb.url" :src="url(thumb.url)" alt="" decoding="async" @error="$event.target.remove()" /><span v-if="thumb.type !== 'image' || !thumb.url" class="icon" :class="thumb.icon"></span></span><span v-if="known.get(at).beyond" class="faint small">+{{ known.get(at).beyond }}</span></span>
              <span class="pg-acts" role="gridcell"><button v-for="act in known.get(at).acts" :key="act.id" type="button" tabindex="-1" class="btn small" :class="act.kind" @click.stop="$emit('act', { act: act.id, id: known.get(at).id })">{{ act.label }}</button></span>
            </template>
            <template v-else><span class="pg-number faint num">{{ at + 1 }}</span><span class="pg-what"><span class="skeleton pg-bone"></span></span></template>
          </div>
        </div>
      </div>
      <button v-if="changed" type="button" class="po-arrived btn small" @click="$emit('again')"><span class="icon icon-retry" aria-hidden="true"></span>{{ changed }}</button>
    </div>`,
  props: { label: String },
  emits: ["need", "open", "act", "again"],
  data: () => ({ total: 0, from: 0, until: 0, known: new Map(), names_: [], narrow: false, selected: null, changed: "" }),
  computed: {
    height() { return !this.narrow ? 52 : matchMedia("(pointer: coarse)").matches ? 104 : 80; },
    names() { return this.names_.map((one) => one.name).join(" · "); },
    sight() { const all = []; for (let at = this.from; at < this.until; at++) all.push(at); return all; },
  },
  created() { this.asked = new Set(); this.turn = 0; this.prefix = "g" + Math.random().toString(36).slice(2) + "-"; },
  mounted() {
    this.seen = new ResizeObserver(() => { const box = this.$refs.box; if (box && box.clientWidth) { this.narrow = box.clientWidth < 620; this.$nextTick(() => this.look()); } });
    this.seen.observe(this.$refs.box);
  },
  beforeUnmount() { this.seen.disconnect(); },
  methods: {
    url: address, plain,
    // Shows another list; `turn` tells the answers that belong to it from late ones.
    begin(turn, total, names, rows, offset, to) {
      this.turn = turn; this.total = total; this.names_ = names; this.known = new Map(); this.asked = new Set(); this.selected = null; this.changed = "";
      this.take(turn, rows, offset);
      this.$nextTick(() => { this.$refs.view.scrollTop = (to || 0) * this.height; this.look(); });
    },
    take(turn, rows, offset) {
      if (turn !== this.turn) return;
      rows.forEach((row, i) => this.known.set(offset + i, row));
      for (let at = offset - (offset % STEP); at < offset + rows.length; at += STEP) this.asked.add(at / STEP);
    },
    grow(total) { if (total > this.total) this.total = total; this.look(); },
    tell(words) { this.changed = words; },
    upsert(rows) {
      const fresh = new Map(rows.map((row) => [row.id, row]));
      for (const [at, row] of this.known) { const now = fresh.get(row.id); if (now) this.known.set(at, now); }
    },
    progress(all) {
      const fresh = new Map(all);
      for (const row of this.known.values()) if (fresh.has(row.id) && row.dot === "running") row.word = fresh.get(row.id);
    },
    look() {
      const view = this.$refs.view;
      if (!view) return;
      const first = Math.floor(view.scrollTop / this.height);
      this.from = Math.max(0, first - BEYOND);
      this.until = Math.min(this.total, first + Math.ceil(view.clientHeight / this.height) + BEYOND);
      for (let part = Math.floor(this.from / STEP); part * STEP < this.until; part++) {
        if (this.asked.has(part)) continue;
        this.asked.add(part);
        this.$emit("need", { turn: this.turn, offset: part * STEP });
      }
    },
    press(at) { if (getSelection()?.toString()) return; this.selected = at; const row = this.known.get(at); if (row) this.$emit("open", { id: row.id }); },
    select(at) {
      const view = this.$refs.view, top = at * this.height;
      this.selected = at;
      if (top < view.scrollTop) view.scrollTop = top;
      else if (top + this.height > view.scrollTop + view.clientHeight) view.scrollTop = top + this.height - view.clientHeight;
    },
    neighbour(id, step) {
      for (const [at, row] of this.known) if (row.id === id) { const next = this.known.get(at + step); if (next) { this.select(at + step); this.$emit("open", { id: next.id }); } return; }
    },
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.total) return;
      const page = Math.max(1, Math.floor(this.$refs.view.clientHeight / this.height) - 1);
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.total, End: this.total }[event.key];
      const row = this.known.get(this.selected);
      if (step) { event.preventDefault(); this.select(this.selected == null ? this.from : Math.max(0, Math.min(this.total - 1, this.selected + step))); }
      else if (event.key === "Enter" && row) { event.preventDefault(); this.$emit("open", { id: row.id }); }
      else if (event.key === "Delete" && row) { event.preventDefault(); this.$emit("act", { act: "cancel", id: row.id }); }
      else if (event.key === "r" && row) { event.preventDefault(); this.$emit("act", { act: "retry", id: row.id }); }
    },
  },
};
