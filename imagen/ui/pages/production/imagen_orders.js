// The list of orders. What happens changes rows where they stand; new orders wait above the list until somebody asks for them.
const PARTS = ["done", "running", "failed", "cancelled"];
const NEAR = 900; // px before the end at which more are asked for

const address = (url) => (url && url.startsWith("/") ? (window.path_prefix || "") + url : url);

export default {
  template: `
    <div class="po-list" ref="view" @scroll.passive="scrolled" @keydown="key">
      <div class="po-above" role="status"><button v-if="arrived" type="button" class="po-arrived btn small" @click="$emit('show')"><span class="icon icon-arrow-up" aria-hidden="true"></span>{{ arrived }}</button></div>
      <ul class="po-rows" :aria-label="label" ref="rows">
        <li v-for="(row, i) in rows" :key="row.id" class="po-row" :class="[row.tone, { on: row.id === open, above: drop === i, below: drop === i + 1 && i + 1 === rows.length, dragged: row.id === dragged }]"
            :data-id="row.id" @click="press(row, $event)" @dragover="over(i, $event)" @drop.prevent="dropped">
          <span v-if="movable" class="po-drag" draggable="true" title="Drag to make it earlier or later (Alt+↑, Alt+↓)" @dragstart="drag(row, $event)" @dragend="drop = null; dragged = null"><span class="icon icon-drag" aria-hidden="true"></span></span>
          <div class="po-name">
            <a class="po-title clamp-2" :href="row.href" :aria-current="row.id === open ? 'true' : null" :title="row.title" @click.prevent="focused = row.id">{{ row.title }}</a>
            <div class="po-meta"><b>#{{ row.number }}</b><span v-for="(word, n) in row.meta" :key="n">{{ word }}</span><time :datetime="row.at">{{ ago(row.at) }}</time></div>
          </div>
          <div class="po-progress">
            <div class="progress" role="progressbar" :aria-label="'Order ' + row.number" aria-valuemin="0" aria-valuemax="100" :aria-valuenow="Math.round(100 * row.shares.done)"><span v-for="part in parts" :key="part" :class="part" :style="{ '--share': 100 * row.shares[part] + '%' }"></span></div>
            <div class="po-words num"><span v-for="(word, n) in row.words" :key="n" :class="word.tone">{{ word.text }}</span><span v-if="row.cost !== '–'" class="po-narrow">{{ row.cost }} {{ row.expected }}</span></div>
            <div v-if="row.waits" class="po-waits"><span class="icon" :class="row.held ? 'icon-pause' : 'icon-clock'" aria-hidden="true"></span><span class="clamp-2">{{ row.waits }}</span></div>
          </div>
          <div class="po-cost num"><span class="po-spent">{{ row.cost }}</span><span v-if="row.expected" class="faint"> {{ row.expected }}</span></div>
          <div class="po-thumbs" aria-hidden="true">
            <template v-for="thumb in row.thumbs" :key="thumb.id"><span class="po-thumb" :style="thumb.placeholder ? { backgroundImage: 'url(' + thumb.placeholder + ')' } : null"><img v-if="thumb.url" :src="url(thumb.url)" alt="" loading="lazy" decoding="async" draggable="false" @error="$event.target.remove()" /><span v-if="thumb.type !== 'image' || !thumb.url" class="icon" :class="thumb.icon"></span></span></template>
          </div>
          <div class="po-acts">
            <button v-if="row.act" type="button" class="btn small" :class="row.act.kind" :title="row.act.why" @click.stop="act(row)">{{ row.act.label }}</button>
            <button type="button" class="btn small po-again" @click.stop="$emit('act', { act: 'again', id: row.id })">Order again</button>
          </div>
        </li>
      </ul>
      <div v-if="more" class="po-more"><button type="button" class="btn small ghost" @click="ask">Show older</button></div>
    </div>`,
  props: { label: String },
  emits: ["show", "act", "open", "more", "moved", "address"],
  data: () => ({ rows: [], more: false, movable: false, open: null, arrived: "", drop: null, dragged: null, tick: 0, focused: null, parts: PARTS }),
  mounted() {
    this.clock = setInterval(() => this.tick++, 30000);
    this.back = () => this.$emit("address", { query: location.search });
    addEventListener("popstate", this.back);
    // Arrows walk the list from anywhere on the page where they mean nothing else.
    this.arrows = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], at = event.target;
      if (!step || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector(".q-dialog, .q-menu, .over")) return;
      if (!(at instanceof Element) || at.closest("input, textarea, select, summary, [role=combobox], [role=radiogroup]") || !this.$refs.view.offsetParent) return;
      event.preventDefault();
      this.walk(step);
    };
    document.addEventListener("keydown", this.arrows);
    this.leave = () => sessionStorage.setItem("production-scroll", JSON.stringify([location.search, this.$refs.view.scrollTop, this.rows.length]));
    addEventListener("pagehide", this.leave);
    // Beside an order that opens the rows are narrower and higher: the one that was opened stays in sight.
    this.seen = new ResizeObserver(([entry]) => { const wide = Math.round(entry.contentRect.width); if (this.wide && wide !== this.wide) this.row(this.open)?.scrollIntoView({ block: "nearest" }); this.wide = wide; });
    this.seen.observe(this.$refs.view);
  },
  beforeUnmount() { clearInterval(this.clock); removeEventListener("popstate", this.back); removeEventListener("pagehide", this.leave); this.seen.disconnect(); document.removeEventListener("keydown", this.arrows); },
  methods: {
    url: address,
    ago(at) {
      void this.tick;
      const seconds = (Date.now() - Date.parse(at)) / 1000;
      for (const [length, word] of [[86400, "d"], [3600, "h"], [60, "min"]]) if (seconds >= length) return `${Math.floor(seconds / length)} ${word} ago`;
      return "just now";
    },
    // ---- what there is ----
    setRows(rows, more, movable) {
      this.rows = rows; this.more = more; this.movable = movable; this.arrived = ""; this.asking = false;
      this.$nextTick(() => this.restore());
    },
    // After a reload the list stands where it stood; the pages above are asked for until it can.
    restore() {
      if (this.restored) { this.$refs.view.scrollTop = 0; return; }
      try {
        const [query, top, count] = JSON.parse(sessionStorage.getItem("production-scroll") || "[]");
        this.restored = query !== location.search || !top || this.rows.length >= count || !this.more;
        if (query !== location.search || !top) return;
        this.$refs.view.scrollTop = top;
        if (!this.restored) this.ask();
      } catch { this.restored = true; }
    },
    addRows(rows, more) {
      const there = new Set(this.rows.map((row) => row.id));
      this.rows = [...this.rows, ...rows.filter((row) => !there.has(row.id))];
      this.more = more; this.asking = false;
      if (!this.restored) this.$nextTick(() => this.restore());
    },
    upsert(rows) {
      const fresh = new Map(rows.map((row) => [row.id, row]));
      this.rows.forEach((row, i) => { const now = fresh.get(row.id); if (now) this.rows[i] = now; });
    },
    tell(words) {
      const view = this.$refs.view;
      const unwatched = matchMedia("(hover: hover)").matches && !view.matches(":hover") && !view.contains(document.activeElement) && view.scrollTop < 4;
      if (words && unwatched) this.$emit("show"); else this.arrived = words;
    },
    show(id) { this.open = id; this.$nextTick(() => this.row(id)?.scrollIntoView({ block: "nearest" })); },
    row(id) { return this.$refs.rows.querySelector(`[data-id="${id}"]`); },
    scrolled() { const view = this.$refs.view; if (view.scrollTop + view.clientHeight > view.scrollHeight - NEAR) this.ask(); },
    ask() { if (this.more && !this.asking) { this.asking = true; this.$emit("more", {}); } },
    // What comes to stand where something was pressed a moment ago is not meant by a second press.
    act(row) {
      if (this.acted?.id === row.id && this.acted.act !== row.act.id && performance.now() - this.acted.at < 1000) return;
      this.acted = { id: row.id, act: row.act.id, at: performance.now() };
      this.$emit("act", { act: row.act.id, id: row.id });
    },
    // ---- opening and walking ----
    press(row, event) {
      if (event.ctrlKey || event.metaKey) { window.open(row.href); return; }
      if (getSelection()?.toString() && !event.target.closest("a")) return;
      this.$emit("open", { id: row.id });
    },
    key(event) {
      if (event.target.closest("input, select, textarea")) return;
      const now = event.target.closest(".po-row"), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!now) return;
      const id = now.dataset.id;
      if (step && event.altKey && this.movable) {
        event.preventDefault();
        const at = this.rows.findIndex((row) => row.id === id), to = step > 0 ? at + 2 : at - 1;
        if (to >= 0 && at + step < this.rows.length) { this.move(id, to); this.$nextTick(() => this.row(id)?.querySelector(".po-title").focus()); }
      } else if (step && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        this.focusRow(step > 0 ? now.nextElementSibling : now.previousElementSibling);
      } else if (event.key === "Delete") { event.preventDefault(); this.$emit("act", { act: "cancel", id }); }
      else if (event.key === "r" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); this.$emit("act", { act: "retry", id }); }
    },
    focusRow(row) { const title = row?.querySelector(".po-title"); if (title) { title.focus({ preventScroll: true }); row.scrollIntoView({ block: "nearest" }); } },
    walk(step) {
      const now = document.activeElement?.closest?.(".po-row") || this.row(this.open);
      this.focusRow(now ? (step > 0 ? now.nextElementSibling : now.previousElementSibling) || now : this.$refs.rows.firstElementChild);
    },
    // ---- the order of production ----
    drag(row, event) {
      this.dragged = row.id;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", `order ${row.number}`);
      event.dataTransfer.setDragImage(event.target.closest(".po-row"), 12, 12);
    },
    over(i, event) {
      if (!this.dragged) return;
      event.preventDefault();
      const box = event.currentTarget.getBoundingClientRect();
      this.drop = i + (event.clientY > box.top + box.height / 2 ? 1 : 0);
    },
    dropped() { if (this.dragged && this.drop != null) this.move(this.dragged, this.drop); this.drop = this.dragged = null; },
    move(id, to) {
      const at = this.rows.findIndex((row) => row.id === id);
      if (at < 0 || to === at || to === at + 1) return;
      const before = this.rows[to] || null, behind = this.rows[to - 1] || null, rows = [...this.rows];
      const [row] = rows.splice(at, 1);
      rows.splice(to > at ? to - 1 : to, 0, row);
      this.rows = rows;
      this.$emit("moved", { id, before: before ? before.id : null, behind: behind ? behind.id : null });
    },
  },
};
