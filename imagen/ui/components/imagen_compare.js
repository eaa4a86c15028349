// Compares two to four pictures: side by side, one wiped over another, flickering, or the difference between two; all zoomed as one.
import { Zoom, Fingers, own, tiny } from "imagen-browser";
const FLICKER_MS = 600;
const MOST_PIXELS = 4_000_000; // of a difference; larger pictures are reduced for it

export default {
  template: `
    <div class="compare" :class="'is-' + mode" role="group" :aria-label="'Comparison of ' + items.length + ' products'">
      <div ref="area" class="compare-area" :class="{ movable: zoom.scale > zoom.fit * 1.001, ['of-' + (split ? items.length : 1)]: true }" tabindex="0" @wheel.prevent="wheel" @pointerdown="down" @pointermove="move" @pointerup="up" @pointercancel="up" @dblclick="twice" @keydown="key">
        <div v-for="(item, place) in seen" :key="item.id" class="compare-cell" ref="cells" :class="{ 'is-winner': item.liked && items.filter((one) => one.liked).length === 1 }" :style="cellStyle(place)">
          <div class="display-picture" :style="pictureStyle(item)">
            <img v-if="blurOf(item)" class="display-blur" :src="blurOf(item)" alt="" draggable="false" />
            <video v-if="item.type === 'video'" class="display-image there" :src="url(item)" muted loop autoplay playsinline :aria-label="item.title"></video>
            <img v-else class="display-image there" :class="{ pixels: zoom.percent > 250 }" :src="url(item)" :alt="item.title || 'Picture'" draggable="false" @load="measured(item, $event)" />
          </div>
          <span v-if="mode !== 'difference'" class="badge shade compare-letter">{{ letters[items.indexOf(item)] }}</span>
        </div>
        <template v-if="mode === 'wipe'"><div class="wipe-line" :style="{ left: wipe + '%' }" role="slider" tabindex="0" aria-label="How much of A is seen" aria-valuemin="0" aria-valuemax="100" :aria-valuenow="Math.round(wipe)" @pointerdown.stop="wiping = true; $event.currentTarget.setPointerCapture($event.pointerId)" @pointermove="wipeTo" @pointerup="wiping = false" @pointercancel="wiping = false" @keydown="wipeKey"><span class="wipe-grip" aria-hidden="true"><span class="icon icon-chevron-left"></span><span class="icon icon-chevron-right"></span></span></div></template>
        <canvas v-show="mode === 'difference'" ref="canvas" class="compare-difference" :style="pictureStyle(items[pair[0]])" role="img" :aria-label="differs"></canvas>
        <p v-if="mode === 'difference'" class="badge shade compare-said num">{{ differs }}</p>
        <p v-if="mode === 'flicker'" class="badge shade compare-said">{{ letters[pair[flick]] }}</p>
      </div>
      <div class="compare-bar" role="toolbar" aria-label="How to compare">
        <div class="seg" role="radiogroup" aria-label="How to compare" data-roving><button v-for="[key, label, letter] in modes" :key="key" type="button" class="seg-item" role="radio" :aria-checked="String(mode === key)" :tabindex="mode === key ? 0 : -1" :data-key="letter" :data-key-label="label" :title="label + ' (' + letter.toUpperCase() + ')'" @click="choose(key)">{{ label }}</button></div>
        <div v-if="items.length > 2 && mode !== 'side'" class="compare-pair"><button v-for="(item, place) in items" :key="item.id" type="button" class="pill" :aria-pressed="String(pair.includes(place))" @click="pick(place)">{{ letters[place] }}</button></div>
        <label v-if="mode === 'difference'" class="compare-pair"><span class="small muted">Amplified</span><input type="range" min="1" max="16" step="1" :value="gain" aria-label="By how much differences are amplified" @input="gain = Number($event.target.value); subtract()" /><span class="num small">×{{ gain }}</span></label>
        <button v-if="mode === 'flicker'" type="button" class="btn small" data-key=" " data-key-label="Flicker on its own, or by hand" @click="runs = !runs; beat()">{{ runs ? 'By hand' : 'On its own' }}<kbd class="key-hint">Space</kbd></button>
        <button v-if="mode === 'flicker' && !runs" type="button" class="btn small" data-key="Tab" @click="flick = 1 - flick">Other one</button>
        <span class="compare-zoom">
        <button type="button" class="display-tool" aria-label="Zoom out" title="Zoom out (−)" data-key="-" @click="zoom.by('out')"><span class="icon icon-zoom-out"></span></button>
        <button type="button" class="display-tool percent" title="Fit or 100 % (Z)" data-key="z" :aria-label="zoom.percent + ' %. ' + (zoom.fits ? 'Show at 100 %' : 'Fit')" @click="zoom.toggle(zoom.area.w / 2, zoom.area.h / 2)">{{ zoom.percent }} %</button>
        <button type="button" class="display-tool" aria-label="Zoom in" title="Zoom in (+)" data-key="+" @click="zoom.by('in')"><span class="icon icon-zoom-in"></span></button>
        <button type="button" class="display-tool" aria-label="Fit" title="Fit (0)" data-key="0" @click="zoom.by('fit')"><span class="icon icon-fit"></span></button>
        </span>
      </div>
    </div>`,
  props: { initial: { type: Array, default: () => [] } },
  emits: ["mode"],
  data: () => ({ items: [], mode: "side", zoom: new Zoom(), wipe: 50, wiping: false, pair: [0, 1], flick: 0, runs: true, gain: 4, differs: "Comparing…" }),
  computed: {
    split() { return this.mode === "side"; },
    // The first of a pair lies on top where one is wiped over the other.
    seen() { if (this.split) return this.items; if (this.mode === "flicker") return [this.items[this.pair[this.flick]]]; if (this.mode === "difference") return []; return [this.items[this.pair[1]], this.items[this.pair[0]]]; },
  },
  created() {
    this.items = this.initial; this.letters = "ABCD";
    this.modes = [["side", "Side by side", "s"], ["wipe", "Slider", "w"], ["flicker", "Flicker", "f"], ["difference", "Difference", "x"]];
    this.fingers = new Fingers({ point: (event) => this.point(event), pinch: (k, x, y) => this.zoom.to(this.zoom.scale * k, x, y), drag: (dx, dy) => this.zoom.pan(dx, dy), movable: () => this.zoom.scale > this.zoom.fit * 1.001, tap2: (x, y) => this.zoom.toggle(x, y), swipe: () => {} });
  },
  mounted() {
    this.sizer = new ResizeObserver(() => this.layOut());
    this.sizer.observe(this.$refs.area);
    const first = this.items[0];
    this.zoom.measure(first?.width, first?.height);
    this.layOut();
    this.$refs.area.focus({ preventScroll: true });
  },
  beforeUnmount() { this.sizer.disconnect(); clearInterval(this.timer); },
  methods: {
    url: (item) => own(item.src), blurOf: (item) => tiny(item.placeholder),
    update(items) { this.items = this.items.map((item) => ({ ...item, ...items.find((one) => one.id === item.id) })); },
    // All pictures are laid into the frame of the first: the same part of each is seen, whatever their sizes.
    pictureStyle(item) { const style = this.zoom.style; return item && this.zoom.natural.w ? style : { inset: 0, width: "100%", height: "100%" }; },
    cellStyle(place) { return this.mode === "wipe" && place === 1 ? { clipPath: `inset(0 ${100 - this.wipe}% 0 0)` } : null; },
    measured(item, event) { if (item === this.items[0] && !this.zoom.natural.w) { this.zoom.measure(event.target.naturalWidth, event.target.naturalHeight); this.layOut(); } },
    layOut() { this.$nextTick(() => { const cell = (this.split && this.$refs.cells?.[0]) || this.$refs.area; if (cell) this.zoom.resize(cell.clientWidth, cell.clientHeight); }); },
    choose(mode) { this.mode = mode; this.layOut(); this.beat(); if (mode === "difference") this.subtract(); this.$emit("mode", { mode }); },
    pick(place) { if (!this.pair.includes(place)) this.pair = [this.pair[1], place]; if (this.mode === "difference") this.subtract(); },
    beat() { clearInterval(this.timer); if (this.mode === "flicker" && this.runs) this.timer = setInterval(() => { this.flick = 1 - this.flick; }, FLICKER_MS); },
    point(event) { const r = ((this.split && event.target?.closest?.(".compare-cell")) || this.$refs.cells?.[0] || this.$refs.area).getBoundingClientRect(); return [event.clientX - r.left, event.clientY - r.top]; },
    wheel(event) { this.zoom.wheel(event, ...this.point(event)); },
    down(event) { if (!event.target.closest("button, .wipe-line")) this.fingers.press(event, this.$refs.area); },
    move(event) { this.fingers.move(event); }, up(event) { this.fingers.lift(event); },
    twice(event) { if (matchMedia("(hover: hover)").matches) this.zoom.toggle(...this.point(event)); },
    key(event) {
      const pan = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[event.key];
      if (pan && event.target === this.$refs.area && !this.zoom.fits) { event.preventDefault(); event.stopPropagation(); this.zoom.pan(...pan); } else if (pan && pan[0] && this.mode === "wipe") this.wipeKey(event);
    },
    wipeTo(event) { if (!this.wiping) return; const r = this.$refs.area.getBoundingClientRect(); this.wipe = Math.min(100, Math.max(0, ((event.clientX - r.left) / r.width) * 100)); },
    wipeKey(event) { const by = { ArrowLeft: -5, ArrowRight: 5, Home: -100, End: 100 }[event.key]; if (by) { event.preventDefault(); event.stopPropagation(); this.wipe = Math.min(100, Math.max(0, this.wipe + by)); } },
    async subtract() {
      const turn = (this.turn = (this.turn || 0) + 1);
      const [a, b] = await Promise.all(this.pair.map((place) => this.picture(this.items[place])));
      if (turn !== this.turn || !this.$refs.canvas) return;
      if (!a || !b) { this.differs = "Only pictures can be subtracted."; return; }
      const k = Math.min(1, Math.sqrt(MOST_PIXELS / (a.naturalWidth * a.naturalHeight))), w = Math.max(1, Math.round(a.naturalWidth * k)), h = Math.max(1, Math.round(a.naturalHeight * k));
      const canvas = this.$refs.canvas;
      canvas.width = w; canvas.height = h;
      const paper = canvas.getContext("2d", { willReadFrequently: true });
      const read = (image) => { paper.clearRect(0, 0, w, h); paper.drawImage(image, 0, 0, w, h); return paper.getImageData(0, 0, w, h); };
      const one = read(a), { data: left } = one, { data: right } = read(b);
      let sum = 0, other = 0;
      for (let i = 0; i < left.length; i += 4) {
        const r = Math.abs(left[i] - right[i]), g = Math.abs(left[i + 1] - right[i + 1]), b2 = Math.abs(left[i + 2] - right[i + 2]);
        sum += r + g + b2; if (r > 2 || g > 2 || b2 > 2) other++;
        left[i] = r * this.gain; left[i + 1] = g * this.gain; left[i + 2] = b2 * this.gain; left[i + 3] = 255;
      }
      paper.putImageData(one, 0, 0);
      const share = (other / (w * h)) * 100, mean = sum / (w * h * 3);
      const sizes = a.naturalWidth !== b.naturalWidth || a.naturalHeight !== b.naturalHeight ? " · of other sizes" : "";
      this.differs = other ? `${share < 0.1 ? "under 0.1" : share.toFixed(1)} % of the pixels differ, by ${mean.toFixed(1)} of 255 on average${sizes}` : `No pixel differs${sizes}`;
    },
    picture(item) {
      if (item.type !== "image") return Promise.resolve(null);
      return new Promise((done) => { const image = new Image(); image.onload = () => done(image); image.onerror = () => done(null); image.src = own(item.src); });
    },
  },
};
