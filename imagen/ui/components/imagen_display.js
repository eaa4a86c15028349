// The display: placeholder first, then the file; zoom and pan by wheel, pinch, keys and drag.
import { Zoom, Fingers, own, tiny } from "imagen-browser";

export default {
  template: `
    <div class="display" ref="area" tabindex="0" role="group" :aria-label="item && item.title ? item.title : emptyTitle" :class="{ movable, moving }"
      @wheel.prevent="wheel" @pointerdown="down" @pointermove="move" @pointerup="up" @pointercancel="up" @dblclick="toggle" @keydown="key">
      <template v-if="item && item.kind === 'product' && type === 'image'">
        <div class="display-picture" :style="zoom.style">
          <img v-if="blur && !faded" class="display-blur" :src="blur" alt="" draggable="false" />
          <img v-if="source" :key="source" ref="image" class="display-image" :class="{ there: loaded, pixels: zoom.percent > 300 }" :src="source" :alt="item.title || ''" draggable="false" decoding="async" @load="ready" @error="broken = true" @transitionend="faded = loaded" />
        </div>
        <div v-if="broken" class="display-state" role="alert"><span class="icon icon-warning" aria-hidden="true"></span><b>The file could not be loaded.</b><button type="button" class="btn small" @click="again">Try again</button></div>
        <div v-if="!broken" class="display-tools"><button type="button" class="display-tool" aria-label="Zoom out" @click="zoomBy('out')"><span class="icon icon-zoom-out"></span></button><button type="button" class="display-tool percent" :aria-label="zoom.fits ? 'Show at 100 %' : 'Fit'" @click="toggle()">{{ zoom.percent }} %</button><button type="button" class="display-tool" aria-label="Zoom in" @click="zoomBy('in')"><span class="icon icon-zoom-in"></span></button></div>
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
    item: null, loaded: false, faded: false, broken: false, zoom: new Zoom(), moving: false, tries: 0,
    words: { planned: "Planned", running: "Running", failed: "Failed", attention: "Needs your decision", blocked: "Blocked by the provider’s safety filter", cancelled: "Cancelled" }, icons: { planned: "planned", running: "running", failed: "failed", attention: "warning", blocked: "blocked", cancelled: "close" },
  }),
  computed: {
    type() { return this.item?.type || "image"; },
    source() { const url = own(this.item?.src); return url && this.tries ? url + (url.includes("?") ? "&" : "?") + "again=" + this.tries : url; },
    blur() { return tiny(this.item?.placeholder); },
    poster() { return own(this.item?.poster) || this.blur || null; },
    movable() { return this.zoom.scale > this.zoom.fit * 1.001; },
  },
  created() {
    this.item = this.initial || null;
    this.fingers = new Fingers({ point: (event) => this.point(event), pinch: (k, x, y) => this.to(this.zoom.scale * k, x, y), drag: (dx, dy) => this.zoom.pan(dx, dy), movable: () => this.movable, tap2: () => {}, swipe: () => {} });
  },
  mounted() {
    this.sizer = new ResizeObserver(([entry]) => this.zoom.resize(entry.contentRect.width, entry.contentRect.height));
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
    measure() { this.zoom.measure(this.item?.width, this.item?.height); },
    ready(event) { this.loaded = true; this.broken = false; if (!this.zoom.natural.w) this.zoom.measure(event.target.naturalWidth, event.target.naturalHeight); },
    again() { this.broken = false; this.tries++; },
    progress(id, share, note) { if (this.item && this.item.id === id && this.item.kind !== "product") this.item = { ...this.item, kind: "running", progress: share, note: note || "" }; },
    to(scale, px, py) { this.zoom.to(scale, px, py); this.tell(); },
    tell() { if (this.zoom.natural.w) this.$emit("zoom", { scale: this.zoom.scale, fits: this.zoom.fits }); },
    point(event) { const r = this.$refs.area.getBoundingClientRect(), s = getComputedStyle(this.$refs.area); return [event.clientX - r.left - parseFloat(s.paddingLeft), event.clientY - r.top - parseFloat(s.paddingTop)]; },
    wheel(event) { if (this.type !== "image") return; this.zoom.wheel(event, ...this.point(event)); this.tell(); },
    zoomBy(how) { this.zoom.by(how); this.tell(); },
    toggle(event) {
      if ((event && event.target.closest && event.target.closest("button")) || this.type !== "image" || !this.zoom.natural.w) return;
      this.zoom.toggle(...(event ? this.point(event) : [this.zoom.area.w / 2, this.zoom.area.h / 2]));
      this.tell();
    },
    key(event) {
      if (event.ctrlKey || event.metaKey || this.type !== "image" || event.target !== this.$refs.area) return;
      const how = { "+": "in", "=": "in", "-": "out", "0": "fit", "1": null }[event.key];
      if (how) { event.preventDefault(); this.zoomBy(how); return; }
      const pan = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
      if (pan && !this.zoom.fits && event.shiftKey) { event.preventDefault(); this.zoom.pan(...pan); }
    },
    down(event) { if (event.button || event.target.closest("button")) return; this.fingers.press(event, this.$refs.area); this.moving = this.movable; },
    move(event) { this.fingers.move(event); },
    up(event) { this.fingers.lift(event); if (!this.fingers.down.size) this.moving = false; },
  },
};
