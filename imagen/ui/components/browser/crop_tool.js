// What lies over a picture that is edited: the frame of the crop with its handles, and the bar of tools.
import { RATIOS, dragged, isWhole, whole, withRatio, within } from "./cropping.js";
const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LONGEST = 16384;

export const CropFrame = {
  template: `
    <div class="crop" :style="style" role="group" tabindex="0" :aria-label="'Part to keep: ' + crop.width + ' by ' + crop.height + ' pixels at ' + crop.x + ', ' + crop.y + '. Arrow keys move it, with Shift they size it.'" ref="frame"
      @pointerdown.stop="grab($event, 'move')" @pointermove="drag" @pointerup="held = null" @pointercancel="held = null" @dblclick.stop @keydown="key">
      <span class="crop-thirds" aria-hidden="true"></span>
      <span v-for="handle in handles" :key="handle" class="crop-handle" :class="'at-' + handle" aria-hidden="true" @pointerdown.stop="grab($event, handle)"></span>
      <span class="crop-size num" aria-hidden="true">{{ crop.width }} × {{ crop.height }}</span>
    </div>`,
  props: { crop: Object, size: Object, scale: Number, ratio: Number },
  emits: ["update:crop"],
  data: () => ({ held: null, handles: HANDLES }),
  computed: { style() { const { crop, scale } = this; return { transform: `translate(${crop.x * scale}px, ${crop.y * scale}px)`, width: crop.width * scale + "px", height: crop.height * scale + "px" }; } },
  methods: {
    focus() { this.$refs.frame.focus({ preventScroll: true }); },
    grab(event, handle) { if (event.button) return; this.held = { handle, x: event.clientX, y: event.clientY, crop: this.crop }; this.$refs.frame.setPointerCapture(event.pointerId); },
    drag(event) {
      if (!this.held) return;
      const { handle, x, y, crop } = this.held;
      this.$emit("update:crop", dragged(crop, handle, (event.clientX - x) / this.scale, (event.clientY - y) / this.scale, this.size, this.ratio));
    },
    key(event) {
      const way = WAYS[event.key];
      if (!way || event.ctrlKey || event.metaKey) return;
      event.preventDefault(); event.stopPropagation();
      const step = event.altKey ? 1 : Math.max(1, Math.round(Math.min(this.size.w, this.size.h) / 100));
      this.$emit("update:crop", dragged(this.crop, event.shiftKey ? (way[0] ? "e" : "s") : "move", way[0] * step, way[1] * step, this.size, this.ratio));
    },
  },
};

export const EditBar = {
  template: `
    <div class="edit-bar" role="toolbar" aria-label="Edit" @pointerdown.stop @dblclick.stop>
      <div class="edit-group"><button type="button" class="icon-btn" aria-label="Turn left" title="Turn left ([)" data-key="[" @click="$emit('turn', 3)"><span class="icon icon-turn-left"></span></button>
        <button type="button" class="icon-btn" aria-label="Turn right" title="Turn right (])" data-key="]" @click="$emit('turn', 1)"><span class="icon icon-turn-right"></span></button>
        <button type="button" class="icon-btn" aria-label="Flip left and right" title="Flip left and right (H)" data-key="h" :aria-pressed="String(flips.h)" @click="$emit('flip', 'h')"><span class="flip-icon" aria-hidden="true">⇋</span></button>
        <button type="button" class="icon-btn" aria-label="Flip top and bottom" title="Flip top and bottom (V)" data-key="v" :aria-pressed="String(flips.v)" @click="$emit('flip', 'v')"><span class="flip-icon turned" aria-hidden="true">⇋</span></button></div>
      <label class="edit-group"><span class="small muted">Crop</span><select class="input edit-select" aria-label="Ratio of the crop" :value="choice" @change="choose($event.target.value)"><option v-for="[key, label] in ratios" :key="key" :value="key">{{ label }}</option></select></label>
      <div class="edit-group edit-numbers"><span class="small muted">Scale to</span>
        <input class="input num" inputmode="numeric" aria-label="Width in pixels" :value="target.width" @change="scaleTo('width', $event.target.value)" /><span aria-hidden="true">×</span>
        <input class="input num" inputmode="numeric" aria-label="Height in pixels" :value="target.height" @change="scaleTo('height', $event.target.value)" /></div>
      <span class="grow"></span>
      <button type="button" class="btn ghost" data-key="Escape" data-key-label="Leave without saving" @click="$emit('cancel')">Cancel</button>
      <button type="button" class="btn primary" data-key="Ctrl+Enter" data-key-label="Save as a new product" :disabled="!changed" :aria-busy="String(busy)" @click="$emit('save')">Save as new <kbd class="key-hint">Ctrl ↵</kbd></button>
    </div>`,
  props: { crop: Object, size: Object, target: Object, flips: Object, choice: String, changed: Boolean, busy: Boolean },
  emits: ["turn", "flip", "ratio", "scale", "cancel", "save"],
  created() { this.ratios = RATIOS; },
  methods: {
    choose(key) { this.$emit("ratio", key); },
    scaleTo(side, typed) {
      const wanted = Math.round(Number(String(typed).replace(/[^0-9.]/g, "")));
      const k = wanted / this.crop[side];
      if (!wanted || !isFinite(k)) { this.$emit("scale", null); this.$forceUpdate(); return; }
      const limit = (value) => Math.min(LONGEST, Math.max(1, Math.round(value)));
      this.$emit("scale", { width: limit(this.crop.width * k), height: limit(this.crop.height * k) });
    },
  },
};

// What is done to a picture while it is edited: quarter turns, flips, the frame and the size that is wanted, if another.
export class Edits {
  constructor(size) { this.source = size; this.turns = 0; this.h = false; this.v = false; this.crop = this.drawn = whole(size); this.scale = null; this.choice = "free"; }
  get size() { return this.turns % 2 ? { w: this.source.h, h: this.source.w } : this.source; }
  get ratio() { const entry = RATIOS.find(([key]) => key === this.choice); return entry[2] === -1 ? this.size.w / this.size.h : entry[2]; }
  get target() { return this.scale || { width: this.crop.width, height: this.crop.height }; }
  get cropped() { return !isWhole(this.crop, this.size); }
  get changed() { return this.turns > 0 || this.h || this.v || this.cropped || this.scaled; }
  get scaled() { return !!this.scale && (this.scale.width !== this.crop.width || this.scale.height !== this.crop.height); }
  get flips() { return { h: this.h, v: this.v }; }
  // What is seen is turned first and flipped then, so a turn of what is flipped the one way goes the other way round.
  turn(quarters) {
    const { w, h } = this.size, mirrored = this.h !== this.v;
    this.turns = (this.turns + (mirrored ? 4 - quarters : quarters)) % 4;
    this.each(({ x, y, width, height }) => (quarters === 1 ? { x: h - y - height, y: x, width: height, height: width } : { x: y, y: w - x - width, width: height, height: width }));
    this.choose(this.choice);
  }
  flip(axis) {
    const { w, h } = this.size;
    this[axis] = !this[axis];
    this.each((crop) => (axis === "h" ? { ...crop, x: w - crop.x - crop.width } : { ...crop, y: h - crop.y - crop.height }));
  }
  each(change) { this.crop = change(this.crop); this.drawn = change(this.drawn); }
  // What was drawn by hand is kept: of every ratio as much of it as fits, and all of it again of none.
  choose(key) { this.choice = key; this.crop = withRatio(this.drawn, this.ratio, this.size); this.scale = null; }
  frame(crop) { this.crop = this.drawn = within(crop, this.size); this.scale = null; }
  get list() {
    const all = [];
    if (this.turns) all.push({ kind: "turn", degrees: this.turns * 90 });
    if (this.h) all.push({ kind: "flip", axis: "horizontal" });
    if (this.v) all.push({ kind: "flip", axis: "vertical" });
    if (this.cropped) all.push({ kind: "crop", ...this.crop });
    if (this.scaled) all.push({ kind: "scale", ...this.scale });
    return all;
  }
}
