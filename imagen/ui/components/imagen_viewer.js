// The viewer's stage: one product large, with its neighbours ready to be walked to, and the tools to edit it.
import { Zoom, Fingers, own, tiny, Player, CropFrame, EditBar, Edits, Brush } from "imagen-browser";
const AHEAD = 2; // neighbours on each side whose files are fetched

export default {
  components: { Player, CropFrame, EditBar, Brush },
  template: `
    <div class="viewer-stage" :class="['is-' + mode, { movable: movable && mode === 'look', moving }]" role="group" tabindex="0" ref="stage" :aria-label="label" @wheel="wheel" @pointerdown="down" @pointermove="move" @pointerup="up" @pointercancel="up" @dblclick="twice" @keydown="key">
      <div class="viewer-area" ref="area">
        <template v-if="item && isPicture">
          <div class="display-picture" :style="zoom.style">
            <img v-if="blur && !loaded" class="display-blur" :src="blur" alt="" draggable="false" />
            <img v-if="source" :key="source" ref="image" class="display-image viewer-image" :class="{ there: loaded, pixels: zoom.percent > 250 }" :style="turned" :src="source" :alt="item.title || 'Picture'" draggable="false" decoding="async" @load="ready" @error="broken = true" />
          </div>
          <div v-if="mode === 'edit'" class="crop-place" :style="{ transform: 'translate(' + zoom.x + 'px, ' + zoom.y + 'px)', width: zoom.natural.w * zoom.scale + 'px', height: zoom.natural.h * zoom.scale + 'px' }">
            <crop-frame ref="crop" :crop="edits.crop" :size="edits.size" :scale="zoom.scale" :ratio="edits.ratio" @update:crop="edits.frame($event)" />
          </div>
        </template>
        <player v-else-if="item && plays" ref="player" :item="item" @frame="$emit('frame', { id: item.id, at_ms: $event })" @broken="broken = true" />
      </div>
      <brush v-if="mode === 'mask'" :size="zoom.natural" :zoom="zoom" :product="item.id" @cancel="look" @saved="masked" @failed="$emit('failed', { message: $event })" />
      <div v-if="trouble" class="display-state viewer-trouble" :class="'is-' + trouble.kind" role="alert">
        <img v-if="blur" class="display-behind" :src="blur" alt="" />
        <span class="icon" :class="'icon-' + trouble.icon" aria-hidden="true"></span><b>{{ trouble.title }}</b><p class="muted">{{ trouble.hint }}</p>
        <button v-if="trouble.again" type="button" class="btn small" @click="again">Look again</button>
      </div>
      <span v-if="item && item.state === 'unchecked' && !trouble" class="badge shade viewer-badge"><span class="icon icon-warning" aria-hidden="true"></span>Not checked yet</span>
      <template v-if="mode === 'look'">
        <button v-if="walks && at > 0" type="button" class="viewer-side at-left" aria-label="Previous" title="Previous (←)" data-key="ArrowLeft" @click="step(-1)"><span class="icon icon-chevron-left"></span></button>
        <button v-if="walks && at < items.length - 1" type="button" class="viewer-side at-right" aria-label="Next" title="Next (→)" data-key="ArrowRight" @click="step(1)"><span class="icon icon-chevron-right"></span></button>
        <div v-if="isPicture && !trouble" class="viewer-zoom" role="toolbar" aria-label="Zoom" @pointerdown.stop @dblclick.stop>
          <button type="button" class="display-tool" aria-label="Zoom out" title="Zoom out (−)" data-key="-" @click="by('out')"><span class="icon icon-zoom-out"></span></button>
          <button type="button" class="display-tool percent" :aria-label="zoom.percent + ' %. ' + (zoom.fits ? 'Show at 100 %' : 'Fit')" title="Fit or 100 % (Z)" data-key="z" data-key-label="Fit or 100 %" @click="zoom.toggle(zoom.area.w / 2, zoom.area.h / 2)">{{ zoom.percent }} %</button>
          <button type="button" class="display-tool" aria-label="Zoom in" title="Zoom in (+)" data-key="+" @click="by('in')"><span class="icon icon-zoom-in"></span></button>
          <button type="button" class="display-tool" aria-label="Fit" title="Fit (0)" data-key="0" @click="by('fit')"><span class="icon icon-fit"></span></button>
        </div>
      </template>
      <edit-bar v-if="mode === 'edit'" :crop="edits.crop" :size="edits.size" :target="edits.target" :flips="edits.flips" :choice="edits.choice" :changed="edits.changed" :busy="busy" @turn="turn" @flip="edits.flip($event)" @ratio="edits.choose($event)" @scale="edits.scale = $event" @cancel="look" @save="save" />
      <span class="sr-only" role="status">{{ said }}</span>
    </div>`,
  props: { initial: { type: Array, default: () => [] }, start: { type: Number, default: 0 }, walks: { type: Boolean, default: true } },
  emits: ["walk", "close", "edit", "frame", "masked", "failed", "again", "mode", "ready"],
  data: () => ({ items: [], at: 0, zoom: new Zoom(), loaded: false, broken: false, tries: 0, moving: false, mode: "look", edits: null, busy: false, said: "" }),
  computed: {
    item() { return this.items[this.at] || null; },
    isPicture() { return this.item?.type === "image"; },
    plays() { return (this.item?.type === "video" || this.item?.type === "audio") && !this.trouble; },
    label() { return this.item?.title || "Viewer"; },
    source() { const url = this.item?.missing && !this.tries ? "" : own(this.item?.src); return url && this.tries ? `${url}?again=${this.tries}` : url; },
    blur() { return this.loaded ? "" : tiny(this.item?.placeholder); },
    movable() { return this.zoom.natural.w * this.zoom.scale > this.zoom.area.w + 1 || this.zoom.natural.h * this.zoom.scale > this.zoom.area.h + 1; },
    trouble() {
      const item = this.item;
      if (!item) return { kind: "empty", icon: "image", title: "Nothing to show", hint: "It may have been deleted for good." };
      if (item.state === "blocked") return { kind: "blocked", icon: "blocked", title: "Blocked by the provider’s safety filter", hint: "Other words or another seed may pass." };
      if ((item.missing && !this.loaded) || this.broken) return { kind: "missing", icon: "warning", title: "The file is missing", hint: item.missing_hint || "It could not be loaded.", again: true };
      if (item.type === "other") return { kind: "other", icon: "info", title: "This kind of file cannot be shown", hint: "Download it to open it elsewhere." };
      return null;
    },
    turned() {
      if (this.mode !== "edit") return null;
      const { turns, h, v, source } = this.edits;
      return { inset: "auto", left: "50%", top: "50%", width: source.w + "px", height: source.h + "px", transform: `translate(-50%, -50%) scale(${h ? -1 : 1}, ${v ? -1 : 1}) rotate(${turns * 90}deg)` };
    },
  },
  created() { this.items = this.initial; this.at = Math.min(this.start, Math.max(0, this.initial.length - 1)); this.kept = new Map(); this.fingers = new Fingers({
    point: (event) => this.point(event), pinch: (k, x, y) => this.zoom.to(this.zoom.scale * k, x, y), drag: (dx, dy) => this.zoom.pan(dx, dy), movable: () => this.movable,
    tap2: (x, y) => { if (this.isPicture && this.mode === "look") this.zoom.toggle(x, y); },
    swipe: (way) => { if (this.mode !== "look") return; if (way === "left") this.step(1); else if (way === "right") this.step(-1); else if (way === "down") this.$emit("close", {}); },
  }); },
  mounted() {
    this.sizer = new ResizeObserver(([entry]) => this.zoom.resize(entry.contentRect.width, entry.contentRect.height));
    this.sizer.observe(this.$refs.area);
    this.shown();
    this.$refs.stage.focus({ preventScroll: true });
    this.$emit("ready", {});
  },
  beforeUnmount() { this.sizer.disconnect(); },
  methods: {
    // Another list around what is shown; one that belongs to what was left meanwhile is late and is dropped.
    setItems(items, at) { if (this.item && items[at]?.id !== this.item.id) return; this.items = items; this.at = at; if (!this.zoom.natural.w) this.shown(); else this.preload(); },
    show(items, at) { this.look(); this.items = items; this.at = at; this.shown(); },
    update(item) { const place = this.items.findIndex((one) => one.id === item.id); if (place >= 0) this.items.splice(place, 1, { ...this.items[place], ...item }); },
    step(by) {
      const to = this.at + by;
      if (this.mode !== "look" || !this.walks || !this.items[to]) return;
      this.at = to;
      this.shown();
      this.$emit("walk", { id: this.item.id });
    },
    shown() {
      this.loaded = this.broken = false; this.tries = 0; this.said = this.item?.title || "";
      this.zoom.measure(this.item?.width, this.item?.height);
      const kept = this.item && this.kept.get(this.item.id);
      if (kept?.complete && kept.naturalWidth) { this.loaded = true; }
      this.preload();
    },
    preload() {
      const near = this.items.slice(Math.max(0, this.at - AHEAD), this.at + AHEAD + 1).filter((one) => one.type === "image" && one.src && !one.missing && one.state !== "blocked");
      const kept = new Map();
      for (const one of near) { let image = this.kept.get(one.id); if (!image) { image = new Image(); image.decoding = "async"; image.src = own(one.src); } kept.set(one.id, image); }
      this.kept = kept;
    },
    ready(event) { this.loaded = true; this.broken = false; const { naturalWidth: w, naturalHeight: h } = event.target; if (this.mode === "look" && w && (w !== this.zoom.natural.w || h !== this.zoom.natural.h)) this.zoom.measure(w, h); },
    again() { this.broken = false; this.tries++; this.$emit("again", { id: this.item.id }); },
    point(event) { const r = this.$refs.area.getBoundingClientRect(); return [event.clientX - r.left, event.clientY - r.top]; },
    by(how) { this.zoom.by(how); },
    wheel(event) { if (event.target.closest(".edit-bar, .player-bar")) return; event.preventDefault(); if (this.isPicture && !this.trouble) this.zoom.wheel(event, ...this.point(event)); },
    down(event) {
      if (event.target.closest("button, input, select, audio, .player-wave")) return;
      // A video may be swiped away, but for its foot, where the browser has its own controls.
      if (event.target.tagName === "VIDEO" && (event.pointerType !== "touch" || event.target.getBoundingClientRect().bottom - event.clientY < 80)) return;
      this.fingers.press(event, this.$refs.stage); this.moving = this.movable;
    },
    move(event) { this.fingers.move(event); },
    up(event) { this.fingers.lift(event); if (!this.fingers.down.size) this.moving = false; },
    twice(event) { if (event.pointerType !== "touch" && this.isPicture && this.mode === "look" && !event.target.closest("button") && matchMedia("(hover: hover)").matches) this.zoom.toggle(...this.point(event)); },
    key(event) {
      const pan = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[event.key];
      if (pan && event.target === this.$refs.stage && this.movable && (event.shiftKey || pan[1])) { event.preventDefault(); this.zoom.pan(...pan); }
    },
    enter(mode) {
      if (!this.isPicture || this.trouble || !this.zoom.natural.w) return;
      this.mode = mode;
      if (mode === "edit") { this.edits = new Edits({ ...this.zoom.natural }); this.$nextTick(() => { this.zoom.reset(); this.$refs.crop?.focus(); }); } else this.zoom.reset();
      this.$emit("mode", { mode });
    },
    turn(quarters) { this.edits.turn(quarters); this.zoom.measure(this.edits.size.w, this.edits.size.h); },
    look() {
      if (this.mode === "look") return;
      const source = this.mode === "edit" ? this.edits.source : this.zoom.natural;
      this.mode = "look"; this.busy = false; this.edits = null;
      this.zoom.measure(source.w, source.h);
      this.$refs.stage.focus({ preventScroll: true });
      this.$emit("mode", { mode: "look" });
    },
    save() { if (!this.edits?.changed || this.busy) return; this.busy = true; this.$emit("edit", { id: this.item.id, edits: this.edits.list }); },
    saved(done) { this.busy = false; if (done) this.look(); },
    masked(id) { this.look(); this.$emit("masked", { id }); },
  },
};
