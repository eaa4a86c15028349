// The gallery's grid: only what is in sight exists in the page, however long the list is; it asks for its own pages.
import { HEAD, Layout, Pages, PAGE, Chosen, Scroll, Rail, Listener, drawing, choosing, moving, sectionsOf, marksOf, keepPlace, keptPlace, ask, addressOf, askedOf, listAddress, viewedIn, noteViewed } from "imagen-gallery";

const GAP = 6, PAD = 12, PAD_SMALL = 4;
const SMALLEST = 88, LARGEST = 520;
const SOON = 220;
const MOST_KEPT_IDS = 500;

export default {
  template: `
    <div class="gallery-grid" :class="{ whole, 'is-busy': busy, 'is-choosing': count > 0 || picking }">
      <div ref="view" class="g-view" role="grid" tabindex="0" aria-multiselectable="true" :aria-label="label" :aria-busy="busy" :id="name" @scroll.passive="scrolled" @keydown="key">
        <div ref="space" class="g-space" role="rowgroup"></div>
      </div>
      <div ref="pinned" class="g-head g-pinned" aria-hidden="true" hidden></div>
      <div ref="band" class="g-band" hidden></div>
      <div ref="slot" class="g-slot" hidden></div>
      <div ref="rail" class="g-rail" role="scrollbar" aria-label="Place in the list" aria-orientation="vertical" aria-valuemin="0" aria-valuemax="100" aria-valuenow="0" :aria-controls="name"><div class="g-rail-names" aria-hidden="true"></div><div class="g-rail-thumb"></div><div class="g-rail-bubble" hidden></div></div>
      <button v-if="arrived" type="button" class="btn primary g-new" @click="showNew"><span class="icon icon-arrow-up" aria-hidden="true"></span>{{ arrived.toLocaleString() }} new</button>
      <div v-if="failing" class="g-failing" role="alert"><span class="icon icon-warning" aria-hidden="true"></span><b>The gallery could not be read.</b><p class="muted">{{ failing }}</p><button type="button" class="btn" @click="again">Try again</button></div>
      <div class="sr-only" aria-live="polite">{{ said }}</div>
    </div>`,
  props: { label: String, asked: Object, size: { type: Number, default: 172 }, fitted: Boolean, byHand: Boolean },
  emits: ["cursor", "chosen", "open", "answer", "went", "size", "viewed", "moved"],
  data: () => ({ busy: true, whole: false, arrived: 0, failing: "", count: 0, picking: false, said: "", name: "g" + Math.random().toString(36).slice(2) }),
  watch: { byHand() { if (this.layout) this.mark(); } },
  created() {
    this.byTouch = matchMedia("(pointer: coarse)").matches;
    this.chosen = new Chosen(); this.cursor = { index: 0, id: null }; this.anchor = 0; this.turn = 0; this.version = 0;
    this.drawn = new Map(); this.spareRows = []; this.heads = new Map(); this.spareHeads = [];
    this.total = 0; this.sections = []; this.marks = []; this.newest = null; this.now = { q: "", sort: "newest", by: "", seed: 0 };
    this.pages = new Pages((offset, signal) => this.fetchPage(offset, PAGE, signal), () => { this.version++; this.frameSoon(); }, (error) => this.fail(error));
  },
  mounted() {
    this.wanted = this.size; this.whole = this.fitted;
    this.scroll = new Scroll(this.$refs.view, this.$refs.space);
    this.rail = new Rail(this.$refs.rail, (share) => { this.scroll.go(share * this.scroll.most); this.paint(); }, (share) => this.placeWords(share));
    this.listener = new Listener(this, this.$refs.view);
    this.sizer = new ResizeObserver(() => { const width = this.$refs.view.clientWidth; if (width !== this.width || this.$refs.view.clientHeight !== this.height) this.rearrange(); });
    this.sizer.observe(this.$refs.view);
    this.pop = (event) => this.popped(event);
    this.leave = () => this.keep();
    window.addEventListener("popstate", this.pop);
    window.addEventListener("pagehide", this.leave);
    document.addEventListener("visibilitychange", this.leave);
    const asked = { ...this.now, ...askedOf(location), ...this.asked };
    this.open(asked, keptPlace(asked));
  },
  beforeUnmount() {
    this.sizer.disconnect(); this.listener.stop(); this.pages.clear(); cancelAnimationFrame(this.frame); clearTimeout(this.rest); clearTimeout(this.ordering); clearTimeout(this.keeping); clearTimeout(this.retry);
    window.removeEventListener("popstate", this.pop);
    window.removeEventListener("pagehide", this.leave);
    document.removeEventListener("visibilitychange", this.leave);
  },
  methods: {
    ...drawing,
    ...choosing,
    ...moving,
    // ---- asking ----
    by() { return this.now.by && this.now.by !== "none" ? this.now.by : ""; },
    fetchPage(offset, limit, signal, newest = this.newest) { return ask("", { ...this.question(newest), offset, limit }, signal); },
    fetchGroups(by, newest = this.newest) { return ask("/groups", { ...this.question(newest), by }).then((answer) => answer.items); },
    async fetchPosition(id) { return (await ask("/position", { ...this.question(), id })).position; },
    question(newest = this.newest) { return { q: this.now.q, sort: this.now.sort, by: this.by(), newest, seed: this.now.sort === "shuffled" ? this.now.seed || null : null }; },
    // Show another list; `place` says where in it to stand.
    ask(asked, how) {
      if (how === "push") this.keep();
      const other = asked.q !== this.now.q;
      const address = addressOf(asked);
      if (how !== "went" && address !== listAddress()) history[how === "push" ? "pushState" : "replaceState"](how === "push" ? {} : { ...history.state, gallery: null }, "", address);
      const place = how === "went" ? this.wentTo : null;
      this.wentTo = null;
      this.open(asked, place, other);
    },
    async open(asked, place, other = true) {
      const turn = ++this.turn;
      this.now = { q: asked.q || "", sort: asked.sort || "newest", by: asked.by || "", seed: asked.seed || 0 };
      this.newest = place?.newest ?? null;
      this.pages.clear();
      clearTimeout(this.keeping);
      this.busy = true; this.failing = ""; this.arrived = 0;
      if (other) { this.picking = false; this.chosen.none(); this.chosen.read(place?.chosen); }
      const number = Math.floor((place?.index || 0) / PAGE);
      try {
        const [answer, groups] = await Promise.all([this.fetchPage(number * PAGE, PAGE), this.by() ? this.fetchGroups(this.by()) : null]);
        if (turn !== this.turn) return;
        this.take(answer, groups, number);
        this.cursor = place?.cursor ? { ...place.cursor } : { index: 0, id: null };
        this.anchor = this.cursor.index;
        this.scroll.at = 0;
        this.arrange(place ? { index: place.index, offset: place.offset } : { index: 0, offset: null });
        this.tellChosen();
        this.tellCursor();
        this.fillMarks(turn, groups);
      } catch (error) { if (turn === this.turn) this.fail(error); }
    },
    take(answer, groups, number) {
      this.newest = answer.newest; this.total = answer.total; this.arrived = answer.arrived || 0; this.busy = false; this.failing = "";
      this.pages.put(number, answer.items);
      this.sections = groups ? sectionsOf(groups, this.by()) : this.total ? [{ label: "", count: this.total }] : [];
      this.total = this.sections.reduce((all, section) => all + section.count, 0); // one may be in several collections
      this.version++;
      this.$emit("answer", { total: answer.total });
      this.said = answer.total === 1 ? "1 product" : `${answer.total.toLocaleString()} products`;
    },
    async fillMarks(turn, groups) {
      const byTime = ["newest", "oldest"].includes(this.now.sort) && ["", "day", "month"].includes(this.by());
      this.marks = groups ? marksOf(groups, this.by()) : [];
      if (byTime && this.by() !== "month" && this.total > PAGE)
        try { const months = await ask("/groups", { ...this.question(), by: "month" }); if (turn === this.turn) this.marks = marksOf(months.items, "month"); } catch { /* the rail does without names */ }
      if (turn === this.turn) this.drawRail();
    },
    fail(error) {
      this.busy = false;
      this.failing = error.said || "Imagen does not answer. Is it still running?";
      clearTimeout(this.retry);
      this.retry = setTimeout(() => { if (this.failing) this.again(); }, 5000);
    },
    again() { this.failing = ""; if (this.total) { this.version++; this.frameSoon(); this.refresh(); } else this.open(this.now, keptPlace(this.now)); },
    popped(event) {
      this.$emit("viewed", { id: viewedIn(location) });
      if (addressOf(askedOf(location)) === addressOf(this.now)) return; // only what lay over the list has come or gone
      this.wentTo = event.state?.gallery || null;
      this.$emit("went", askedOf(location));
    },

    // ---- in step with what happens ----
    changed(ids) { if (this.now.q || !ids.length || ids.some((id) => this.pages.has(id))) this.refreshSoon(); },
    gone(ids) {
      this.chosen.drop(ids);
      if (ids.includes(this.cursor.id)) this.cursor.id = null;
      this.tellChosen();
      this.refreshSoon(ids.some((id) => !this.pages.has(id)));
    },
    back() { this.refreshSoon(true); },
    happened() { clearTimeout(this.looking); this.looking = setTimeout(() => this.lookForNew(), 150); },
    async lookForNew() {
      if (this.busy) return;
      const turn = this.turn, atTop = this.scroll.at < 8 && this.now.sort === "newest" && !this.count;
      try {
        if (atTop || !this.total) { await this.flowIn(turn); return; }
        const answer = await this.fetchPage(0, 1);
        if (turn === this.turn) this.arrived = answer.arrived || 0;
      } catch { /* the next thing that happens asks again */ }
    },
    // New ones come in at the top; what the cursor stands on stays what it is.
    async flowIn(turn) {
      const before = this.total;
      const [answer, groups] = await Promise.all([this.fetchPage(0, PAGE, undefined, null), this.by() ? this.fetchGroups(this.by(), null) : null]);
      if (turn !== this.turn || (answer.newest === this.newest && answer.total === before)) return;
      this.pages.clear();
      this.take(answer, groups, 0);
      const own = this.cursor.id && answer.items.findIndex((item) => item.id === this.cursor.id);
      if (this.cursor.index > 0 && own >= 0) this.cursor.index = own; else if (this.cursor.index === 0) this.cursor.id = null;
      this.arrange(this.scroll.at < 8 ? { index: 0, offset: null } : this.anchorPlace());
      this.tellCursor();
    },
    showNew() { this.newest = null; this.open(this.now, null, false); this.$refs.view.focus({ preventScroll: true }); },
    refreshSoon(moved = false) { this.moved = this.moved || moved; clearTimeout(this.soon); this.soon = setTimeout(() => this.refresh(), 60); },
    // Read anew what is in sight, and take it in where it stands.
    async refresh() {
      if (this.busy) { this.refreshSoon(); return; }
      const turn = this.turn, moved = this.moved, mine = this.reading = (this.reading || 0) + 1;
      this.moved = false;
      try {
        const began = this.scroll.at, place = this.anchorPlace(), item = this.itemAt(place.index);
        if (moved && item && place.index > 0) {
          const at = await this.fetchPosition(item.id);
          if (at != null && turn === this.turn) { const by = at - place.index; place.index = at; if (this.cursor.index > 0) this.cursor.index = Math.max(0, this.cursor.index + by); }
        }
        const first = Math.floor(place.index / PAGE), wanted = [first, first + 1];
        const [answers, groups] = await Promise.all([Promise.all(wanted.map((number) => this.fetchPage(number * PAGE, PAGE))), this.by() ? this.fetchGroups(this.by()) : null]);
        if (turn !== this.turn || mine !== this.reading) return; // a newer reading tells what is true now
        this.pages.clear();
        this.take(answers[0], groups, first);
        answers.slice(1).forEach((answer, i) => this.pages.put(wanted[i + 1], answer.items));
        const cursorId = this.cursor.id;
        this.cursor.index = Math.max(0, Math.min(this.total - 1, this.cursor.index));
        this.arrange(this.scroll.at === began ? place : this.anchorPlace()); // who went elsewhere meanwhile is not taken back
        const here = this.itemAt(this.cursor.index);
        if (here && here.id !== cursorId) this.cursor.id = null; // another stands there now; what is out of sight stays known
        this.tellCursor(true);
        this.tellChosen();
        await this.followMoved(turn);
      } catch (error) { if (turn === this.turn && mine === this.reading && error.name !== "AbortError") this.fail(error); }
    },

    // ---- places ----
    arrange(place) {
      const view = this.$refs.view;
      if (!view) return;
      this.width = view.clientWidth; this.height = view.clientHeight;
      const phone = this.width < 560, pad = phone ? PAD_SMALL : PAD, gap = phone ? 4 : GAP;
      const before = this.layout?.columns;
      this.layout = new Layout(this.sections, { width: this.width, wanted: this.wanted, gap, head: HEAD, pad, least: phone ? 2 : 1 });
      const style = this.$refs.space.style;
      style.setProperty("--edge", `${this.layout.edge}px`); style.setProperty("--gap", `${gap}px`); style.setProperty("--pad", `${pad}px`);
      view.setAttribute("aria-rowcount", this.layout.rowCount); view.setAttribute("aria-colcount", this.layout.columns);
      if (before !== this.layout.columns) this.dropRows();
      this.scroll.resize(this.layout.height);
      if (place && this.total) {
        const spot = this.layout.spot(Math.max(0, Math.min(place.index, this.total - 1)));
        this.scroll.go(place.offset == null ? (place.index ? spot.y - HEAD - 20 : 0) : spot.y - place.offset);
      } else if (!this.total) this.scroll.go(0);
      this.version++;
      this.last = null;
      this.paint(); this.inOrder();
      this.drawRail();
    },
    rearrange() { if (this.layout) this.arrange(this.anchorPlace()); },
    // The product that stays where it is when everything else changes its place.
    anchorPlace() {
      if (!this.layout?.total) return { index: 0, offset: null };
      if (this.scroll.at < 4) return { index: 0, offset: null };
      const index = this.layout.indexAt(this.scroll.at + (this.$refs.pinned.hidden ? 0 : HEAD));
      return { index, offset: this.layout.spot(index).y - this.scroll.at };
    },
    setSize(px, from) {
      const wanted = Math.round(Math.max(SMALLEST, Math.min(LARGEST, px)));
      if (wanted === this.wanted) return;
      const at = this.inSight(this.cursor.index) ? { index: this.cursor.index, offset: this.layout.spot(this.cursor.index).y - this.scroll.at } : this.layout ? this.anchorPlace() : null;
      this.wanted = wanted;
      if (from !== "outside") this.$emit("size", { edge: wanted });
      if (this.layout) this.arrange(at);
    },
    setWhole(on) { this.whole = on; },
    inSight(index) {
      if (!this.layout || index >= this.layout.total) return false;
      const { y } = this.layout.spot(index);
      return y + this.layout.edge > this.scroll.at && y < this.scroll.at + this.scroll.room;
    },
    itemAt(index) {
      if (!this.layout || index < 0 || index >= this.layout.total) return null;
      return this.pages.item(index) || null;
    },

    noteViewed(id) { noteViewed(id); },

    // ---- keeping the place ----
    keepSoon() { clearTimeout(this.keeping); this.keeping = setTimeout(() => this.keep(), SOON); },
    keep() {
      if (!this.layout || this.busy) return;
      const place = { ...this.anchorPlace(), cursor: { ...this.cursor }, chosen: this.chosen.write(MOST_KEPT_IDS) };
      place.newest = place.offset == null && place.index === 0 ? null : this.newest;
      keepPlace(this.now, place);
    },
  },
};
