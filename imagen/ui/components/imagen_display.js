// The display: placeholder first, then the file; zoom and pan by wheel, pinch, keys and drag.
const own = (url) => (/^\/(?!\/)/.test(url || "") ? (window.path_prefix || "") + url : /^blob:/.test(url || "") ? url : "");
const tiny = (url) => (/^data:image\/(?:webp|png|jpeg|gif);base64,/.test(url || "") ? url : "");
const MOST = 16;

export default {
  template: `
    <div class="display" ref="area" tabindex="0" role="group" :aria-label="item && item.title ? item.title : emptyTitle" :class="{ movable: scale > fit * 1.001, moving }"
      @wheel.prevent="wheel" @pointerdown="down" @pointermove="move" @pointerup="up" @pointercancel="up" @dblclick="toggle" @keydown="key">
      <template v-if="item && item.kind === 'product' && type === 'image'">
        <div class="display-picture" :style="pictureStyle">
          <img v-if="blur && !faded" class="display-blur" :src="blur" alt="" draggable="false" />
          <img v-if="source" :key="source" ref="image" class="display-image" :class="{ there: loaded, pixels: scale > 3 }" :src="source" :alt="item.title || ''" draggable="false" decoding="async" @load="ready" @error="broken = true" @transitionend="faded = loaded" />
        </div>
        <div v-if="broken" class="display-state" role="alert"><span class="icon icon-warning" aria-hidden="true"></span><b>The file could not be loaded.</b><button type="button" class="btn small" @click="again">Try again</button></div>
        <div v-if="!broken" class="display-tools"><button type="button" class="display-tool" aria-label="Zoom out" @click="zoomBy('out')"><span class="icon icon-zoom-out"></span></button><button type="button" class="display-tool percent" :aria-label="fits ? 'Show at 100 %' : 'Fit'" @click="toggle()">{{ Math.round(scale * 100) }} %</button><button type="button" class="display-tool" aria-label="Zoom in" @click="zoomBy('in')"><span class="icon icon-zoom-in"></span></button></div>
      </template>
      <video v-else-if="item && item.kind === 'product' && type === 'video'" :key="source" class="display-video" :src="source" :poster="poster" controls loop playsinline preload="metadata" :aria-label="item.title" @pointerdown.stop @dblclick.stop></video>
      <div v-else-if="item && item.kind === 'product' && type === 'audio'" class="display-audio" @pointerdown.stop @dblclick.stop><img v-if="poster" :src="poster" alt="" /><span v-else class="icon icon-audio" aria-hidden="true"></span><audio :key="source" :src="source" controls preload="metadata" :aria-label="item.title"></audio></div>
      <div v-else-if="item" class="display-state" :class="'is-' + item.kind" :role="item.kind === 'failed' || item.kind === 'attention' ? 'alert' : 'status'">
        <img v-if="blur" class="display-behind" :src="blur" alt="" />
        <span class="icon" :class="'icon-' + (icons[item.kind] || 'info')" aria-hidden="true"></span>
        <b>{{ words[item.kind] || item.kind }}<template v-if="item.kind === 'running' && item.progress != null"> · {{ Math.round(item.progress * 100) }} %</template></b>
        <div v-if="item.kind === 'running'" class="progress" :class="{ unknown: item.progress == null }" role="progressbar" :aria-valuenow="item.progress == null ? null : Math.round(item.progress * 100)" aria-label="Progress"><span v-if="item.progress != null" :style="{ width: item.progress * 100 + '%' }"></span></div>
        <p v-if="item.note && item.kind === 'running'" class="muted small">{{ item.note }}</p>
        <p v-if="item.error" class="display-error">{{ item.error }}</p><p v-if="item.hint" class="muted">{{ item.hint }}</p>
      </div>
      <div v-else class="display-state"><span class="icon icon-image" aria-hidden="true"></span><b>{{ emptyTitle }}</b><p class="muted">{{ emptyText }}</p></div>
      <span v-if="item && item.badge" class="badge shade display-badge">{{ item.badge }}</span>
    </div>`,
  props: { initial: Object, emptyTitle: String, emptyText: String },
  emits: ["zoom"],
  data: () => ({
    item: null, loaded: false, faded: false, broken: false, natural: { w: 0, h: 0 }, area: { w: 0, h: 0 }, scale: 1, x: 0, y: 0, stuck: true, moving: false, tries: 0,
    words: { planned: "Planned", running: "Running", failed: "Failed", attention: "Needs your decision", blocked: "Blocked by the provider’s safety filter", cancelled: "Cancelled" }, icons: { planned: "planned", running: "running", failed: "failed", attention: "warning", blocked: "blocked", cancelled: "close" },
  }),
  computed: {
    type() { return this.item?.type || "image"; },
    source() { const url = own(this.item?.src); return url && this.tries ? url + (url.includes("?") ? "&" : "?") + "again=" + this.tries : url; },
    blur() { return tiny(this.item?.placeholder); },
    poster() { return own(this.item?.poster) || this.blur || null; },
    fit() { return this.natural.w && this.area.w ? Math.min(this.area.w / this.natural.w, this.area.h / this.natural.h, Math.max(1, this.natural.w < 256 ? 2 : 1)) : 1; },
    fits() { return Math.abs(this.scale - this.fit) < 0.001; },
    pictureStyle() {
      if (!this.natural.w) return { inset: 0, width: "100%", height: "100%" };
      return { width: this.natural.w + "px", height: this.natural.h + "px", transform: `translate(${this.x}px, ${this.y}px) scale(${this.scale})` };
    },
  },
  created() { this.pointers = new Map(); this.item = this.initial || null; },
  mounted() {
    this.sizer = new ResizeObserver(([entry]) => { this.area = { w: entry.contentRect.width, h: entry.contentRect.height }; if (this.stuck) this.reset(); else this.hold(); });
    this.sizer.observe(this.$refs.area);
    this.measure();
  },
  beforeUnmount() { this.sizer.disconnect(); },
  methods: {
    show(item) {
      const same = item && this.item && item.src === this.item.src && item.kind === this.item.kind && item.id === this.item.id;
      this.item = item;
      if (same) return;
      this.loaded = this.faded = false; this.broken = false; this.tries = 0;
      this.measure();
    },
    measure() { this.natural = { w: this.item?.width || 0, h: this.item?.height || 0 }; this.stuck = true; this.reset(); },
    ready(event) { this.loaded = true; this.broken = false; if (!this.natural.w) { this.natural = { w: event.target.naturalWidth, h: event.target.naturalHeight }; this.reset(); } },
    again() { this.broken = false; this.tries++; },
    progress(id, share, note) { if (this.item && this.item.id === id && this.item.kind !== "product") this.item = { ...this.item, kind: "running", progress: share, note: note || "" }; },
    reset() { this.scale = this.fit; this.stuck = true; this.hold(); },
    hold() {
      const w = this.natural.w * this.scale, h = this.natural.h * this.scale;
      const keep = (at, size, area) => (size <= area ? (area - size) / 2 : Math.min(0, Math.max(area - size, at)));
      this.x = keep(this.x, w, this.area.w); this.y = keep(this.y, h, this.area.h);
    },
    to(scale, px, py) {
      if (!this.natural.w) return;
      const wanted = Math.min(MOST, Math.max(Math.min(this.fit, 1), scale));
      const k = wanted / this.scale;
      this.x = px - (px - this.x) * k; this.y = py - (py - this.y) * k; this.scale = wanted;
      this.stuck = Math.abs(wanted - this.fit) < 0.001;
      this.hold();
      this.$emit("zoom", { scale: this.scale, fits: this.stuck });
    },
    point(event) { const r = this.$refs.area.getBoundingClientRect(), s = getComputedStyle(this.$refs.area); return [event.clientX - r.left - parseFloat(s.paddingLeft), event.clientY - r.top - parseFloat(s.paddingTop)]; },
    wheel(event) { if (this.type === "image") this.to(this.scale * Math.exp(-(event.deltaMode ? event.deltaY * 30 : event.deltaY) * (event.ctrlKey ? 0.01 : 0.002)), ...this.point(event)); },
    zoomBy(how) {
      const middle = [this.area.w / 2, this.area.h / 2];
      if (how === "fit") { this.reset(); this.$emit("zoom", { scale: this.scale, fits: true }); }
      else this.to(how === "in" ? this.scale * 1.4 : how === "out" ? this.scale / 1.4 : 1 / devicePixelRatio, ...middle);
    },
    toggle(event) {
      if (event && event.target.closest && event.target.closest("button")) return;
      if (this.type !== "image" || !this.natural.w) return;
      if (!this.fits) this.zoomBy("fit"); else this.to(1, ...(event ? this.point(event) : [this.area.w / 2, this.area.h / 2]));
    },
    key(event) {
      if (event.ctrlKey || event.metaKey || this.type !== "image" || event.target !== this.$refs.area) return;
      const how = { "+": "in", "=": "in", "-": "out", "0": "fit", "1": null }[event.key];
      if (how) { event.preventDefault(); this.zoomBy(how); return; }
      const pan = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
      if (pan && !this.fits && event.shiftKey) { event.preventDefault(); this.x += pan[0]; this.y += pan[1]; this.hold(); }
    },
    down(event) {
      if (event.button || event.target.closest("button")) return;
      this.pointers.set(event.pointerId, event);
      if (this.scale > this.fit || this.pointers.size > 1) { this.$refs.area.setPointerCapture(event.pointerId); this.moving = true; }
    },
    move(event) {
      const before = this.pointers.get(event.pointerId);
      if (!before) return;
      if (this.pointers.size === 2) {
        const other = [...this.pointers.values()].find((p) => p.pointerId !== event.pointerId);
        const far = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
        const middle = { clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2 };
        this.to((this.scale * far(event, other)) / Math.max(1, far(before, other)), ...this.point(middle));
      } else if (this.scale > this.fit) { this.x += event.clientX - before.clientX; this.y += event.clientY - before.clientY; this.hold(); }
      this.pointers.set(event.pointerId, event);
    },
    up(event) { this.pointers.delete(event.pointerId); if (!this.pointers.size) this.moving = false; },
  },
};
