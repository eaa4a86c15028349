// Paints a mask over a picture: what is painted is white in the mask, all else black, in the picture's own size.
const MOST_STEPS = 24;

export const Brush = {
  template: `
    <div class="brush-tool">
      <canvas ref="canvas" class="brush-canvas" :width="size.w" :height="size.h" :style="place" tabindex="0" role="application" aria-label="Mask. Arrow keys move the brush, Space paints, Shift and Space erases." @pointerdown.stop="press" @pointermove="draw" @pointerup="lift" @pointercancel="lift" @pointerleave="at = null" @dblclick.stop @keydown="key"></canvas>
      <span v-if="at" class="brush-ring" aria-hidden="true" :style="ring"></span>
      <div class="edit-bar" role="toolbar" aria-label="Paint a mask" @pointerdown.stop @dblclick.stop>
        <div class="edit-group"><button type="button" class="btn small" :aria-pressed="String(!erases)" data-key="p" @click="erases = false"><span class="icon icon-edit"></span>Paint</button><button type="button" class="btn small" :aria-pressed="String(erases)" data-key="x" @click="erases = true"><span class="icon icon-close"></span>Erase</button></div>
        <label class="edit-group"><span class="small muted">Size</span><input type="range" class="brush-size" min="1" :max="largest" :value="width" aria-label="Size of the brush in pixels" @input="width = Number($event.target.value)" /><span class="num small">{{ width }}</span></label>
        <div class="edit-group"><button type="button" class="btn small" data-key="Ctrl+z" :disabled="!steps" @click="undo"><span class="icon icon-undo"></span>Undo</button><button type="button" class="btn small" @click="turnOver">Invert</button><button type="button" class="btn small" @click="clear">Clear</button></div>
        <span class="grow"></span>
        <button type="button" class="btn ghost" data-key="Escape" @click="$emit('cancel')">Cancel</button>
        <button type="button" class="btn primary" data-key="Ctrl+Enter" :disabled="!painted" :aria-busy="String(busy)" @click="save">Save mask <kbd class="key-hint">Ctrl ↵</kbd></button>
      </div>
    </div>`,
  props: { size: Object, zoom: Object, product: String },
  emits: ["cancel", "saved", "failed"],
  data() { return { erases: false, width: Math.max(4, Math.round(Math.min(this.size.w, this.size.h) / 12)), at: null, steps: 0, painted: false, busy: false }; },
  computed: {
    largest() { return Math.max(16, Math.round(Math.min(this.size.w, this.size.h) / 2)); },
    place() { return this.zoom.style; },
    ring() { const { x, y, scale } = this.zoom, d = this.width * scale; return { width: d + "px", height: d + "px", transform: `translate(${x + this.at.x * scale - d / 2}px, ${y + this.at.y * scale - d / 2}px)` }; },
  },
  created() { this.before = []; this.pen = null; },
  mounted() { this.$refs.canvas.focus({ preventScroll: true }); },
  methods: {
    paper() { const context = this.$refs.canvas.getContext("2d", { willReadFrequently: true }); context.lineCap = context.lineJoin = "round"; context.lineWidth = this.width; context.globalCompositeOperation = this.erases ? "destination-out" : "source-over"; context.strokeStyle = "#fff"; return context; },
    point(event) { const r = this.$refs.canvas.getBoundingClientRect(); return { x: ((event.clientX - r.left) / r.width) * this.size.w, y: ((event.clientY - r.top) / r.height) * this.size.h }; },
    remember() {
      const canvas = this.$refs.canvas;
      this.before.push(canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, canvas.width, canvas.height));
      const few = canvas.width * canvas.height > 6_000_000 ? 4 : MOST_STEPS; // a step of a large picture is many megabytes
      if (this.before.length > few) this.before.shift();
      this.steps = this.before.length;
    },
    press(event) { if (event.button) return; this.remember(); this.$refs.canvas.setPointerCapture(event.pointerId); this.pen = this.point(event); this.line(this.pen, this.pen); },
    draw(event) {
      const here = this.point(event);
      this.at = here;
      if (!this.pen) return;
      for (const each of event.getCoalescedEvents?.() ?? [event]) { const next = this.point(each); this.line(this.pen, next); this.pen = next; }
    },
    lift() { this.pen = null; },
    line(from, to) { const paper = this.paper(); paper.beginPath(); paper.moveTo(from.x, from.y); paper.lineTo(to.x, to.y + (from === to ? 0.01 : 0)); paper.stroke(); this.painted = true; },
    undo() { const last = this.before.pop(); if (last) this.$refs.canvas.getContext("2d").putImageData(last, 0, 0); this.steps = this.before.length; this.painted = this.any(); },
    clear() { this.remember(); this.$refs.canvas.getContext("2d").clearRect(0, 0, this.size.w, this.size.h); this.painted = false; },
    turnOver() { this.remember(); const paper = this.paper(); paper.globalCompositeOperation = "xor"; paper.fillStyle = "#fff"; paper.fillRect(0, 0, this.size.w, this.size.h); this.painted = this.any(); },
    any() { const { data } = this.$refs.canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, this.size.w, this.size.h); for (let i = 3; i < data.length; i += 4) if (data[i]) return true; return false; },
    key(event) {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way && event.key !== " ") return;
      event.preventDefault(); event.stopPropagation();
      this.at ||= { x: this.size.w / 2, y: this.size.h / 2 };
      const step = Math.max(1, this.width / 2), clamp = (v, most) => Math.min(most, Math.max(0, v));
      if (way) { this.at = { x: clamp(this.at.x + way[0] * step, this.size.w), y: clamp(this.at.y + way[1] * step, this.size.h) }; return; }
      this.remember();
      const kept = this.erases;
      if (event.shiftKey) this.erases = true;
      this.line(this.at, this.at);
      this.erases = kept;
    },
    async save() {
      this.busy = true;
      try {
        const mask = document.createElement("canvas");
        mask.width = this.size.w; mask.height = this.size.h;
        const paper = mask.getContext("2d"), painted = this.paper().getImageData(0, 0, this.size.w, this.size.h), { data } = painted;
        for (let i = 0; i < data.length; i += 4) { const on = data[i + 3] > 127 ? 255 : 0; data[i] = data[i + 1] = data[i + 2] = on; data[i + 3] = 255; }
        paper.putImageData(painted, 0, 0);
        const form = new FormData();
        form.append("file", await new Promise((done) => mask.toBlob(done, "image/png")), "mask.png");
        const answer = await fetch(`${window.path_prefix || ""}/api/products/${encodeURIComponent(this.product)}/masks`, { method: "POST", headers: { "X-Imagen": "1" }, body: form });
        const told = await answer.json();
        if (answer.ok) this.$emit("saved", told.id); else this.$emit("failed", [told.title, told.detail].filter(Boolean).pop());
      } catch { this.$emit("failed", "The mask could not be sent. Try again."); }
      this.busy = false;
    },
  },
};
