// Plays a video or a sound: seeking by the browser's own controls, and beside them single frames, loop and speed.
import { own, tiny } from "./zoom.js";
const SPEEDS = [0.25, 0.5, 1, 1.5, 2];
const clock = (s) => (isFinite(s) ? `${Math.floor(s / 60)}:${(s % 60).toFixed(1).padStart(4, "0")}` : "–");

export const Player = {
  template: `
    <div class="player" :class="'is-' + item.type">
      <video v-if="item.type === 'video'" :key="source" ref="media" class="player-video" :src="source" :poster="poster" controls :loop="loop" playsinline preload="auto" :aria-label="item.title" @loadedmetadata="ready" @timeupdate="tick" @seeking="shownAt = null" @play="playing = true" @pause="playing = false" @error="$emit('broken')"></video>
      <div v-else class="player-sound">
        <div class="player-wave" role="slider" tabindex="0" aria-label="Position in the sound" :aria-valuemin="0" :aria-valuemax="Math.round(length)" :aria-valuenow="Math.round(at)" :aria-valuetext="clock(at) + ' of ' + clock(length)" @pointerdown.stop="seek" @pointermove="dragSeek" @keydown="seekKey">
          <img v-if="poster" class="player-wave-all" :src="poster" alt="" draggable="false" /><span v-else class="icon icon-audio" aria-hidden="true"></span>
          <img v-if="poster" class="player-wave-done" :src="poster" alt="" draggable="false" :style="{ clipPath: 'inset(0 ' + (100 - share) + '% 0 0)' }" />
          <span class="player-head" :style="{ left: share + '%' }"></span>
        </div>
        <audio :key="source" ref="media" :src="source" controls :loop="loop" preload="auto" :aria-label="item.title" @loadedmetadata="ready" @timeupdate="tick" @play="playing = true" @pause="playing = false" @error="$emit('broken')"></audio>
      </div>
      <div class="player-bar" @pointerdown.stop @dblclick.stop>
        <button type="button" class="display-tool" :aria-label="playing ? 'Pause' : 'Play'" data-key=" " data-key-label="Play or pause" title="Play or pause (Space)" @click="toggle"><span class="icon" :class="playing ? 'icon-pause' : 'icon-play'"></span></button>
        <template v-if="item.type === 'video'">
          <button type="button" class="display-tool" aria-label="Frame before" data-key="," title="Frame before (,)" @click="step(-1)"><span class="icon icon-chevron-left"></span></button>
          <button type="button" class="display-tool" aria-label="Frame after" data-key="." title="Frame after (.)" @click="step(1)"><span class="icon icon-chevron-right"></span></button>
        </template>
        <span class="player-time num">{{ clock(at) }} / {{ clock(length) }}</span>
        <button type="button" class="display-tool" aria-label="Loop" :aria-pressed="String(loop)" data-key="o" title="Loop (O)" @click="loop = !loop"><span class="icon icon-retry"></span></button>
        <button type="button" class="display-tool" :aria-label="'Speed ' + speed + '×'" title="Speed" @click="faster">{{ speed }}×</button>
        <button v-if="item.type === 'video'" type="button" class="display-tool wide" data-key="Shift+F" data-key-label="This frame as a picture" title="This frame as a picture (Shift F)" @click="$emit('frame', Math.max(0, Math.round(at * 1000)))"><span class="icon icon-image"></span> <span class="wide-only">Frame as picture</span></button>
      </div>
    </div>`,
  props: { item: Object },
  emits: ["frame", "broken"],
  data: () => ({ shownAt: null, at: 0, length: NaN, playing: false, loop: true, speed: 1 }),
  computed: {
    source() { return own(this.item.src); },
    poster() { return own(this.item.poster) || tiny(this.item.placeholder) || null; },
    share() { return this.length ? Math.min(100, (this.at / this.length) * 100) : 0; },
  },
  watch: { source() { this.at = 0; this.length = NaN; this.playing = false; this.lasts = 0; this.shownAt = null; } },
  created() { this.lasts = 0; this.clock = clock; },
  mounted() { this.watchFrames(); },
  beforeUnmount() { this.$refs.media?.pause(); },
  methods: {
    ready() { const media = this.$refs.media; this.length = media.duration; media.playbackRate = this.speed; this.watchFrames(); },
    tick() { if (this.$refs.media) this.at = this.$refs.media.currentTime; },
    toggle() { const media = this.$refs.media; if (media.paused) media.play().catch(() => {}); else media.pause(); },
    faster() { this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length]; this.$refs.media.playbackRate = this.speed; },
    watchFrames() { // how long a frame lasts is only known from those that were shown
      const media = this.$refs.media;
      if (!media?.requestVideoFrameCallback || media === this.watched) return;
      this.watched = media;
      let last = null;
      const seen = (_now, frame) => {
        if (this.$refs.media !== media) return;
        const gap = Math.abs(frame.mediaTime - (last ?? frame.mediaTime));
        if (gap > 0.001 && gap < 0.2 && !media.seeking) this.lasts = this.lasts ? Math.min(this.lasts, gap) : gap;
        last = frame.mediaTime; this.shownAt = frame.mediaTime; this.at = frame.mediaTime;
        media.requestVideoFrameCallback(seen);
      };
      media.requestVideoFrameCallback(seen);
    },
    // How long a frame lasts is only known from those that were shown, so the next one is felt for in small steps.
    async step(by) {
      const media = this.$refs.media, known = this.shownAt != null, from = this.shownAt ?? media.currentTime, small = this.lasts || (media.requestVideoFrameCallback ? 1 / 60 : 1 / 25);
      media.pause();
      const turn = (this.turn = (this.turn || 0) + 1);
      if (by < 0) { await this.goTo(Math.max(0, from - Math.min(small, 1 / 60) / 2)); return; }
      for (let tried = 1; tried <= 60 && turn === this.turn; tried++) {
        const target = from + small * tried + small * 0.05;
        if (this.length && target >= this.length) { await this.goTo(this.length - 0.001); return; }
        await this.goTo(target);
        if (!media.requestVideoFrameCallback || (this.shownAt != null && this.shownAt > from + 0.0005)) break;
      }
      if (known && this.shownAt > from) this.lasts = this.lasts ? Math.min(this.lasts, this.shownAt - from) : this.shownAt - from;
    },
    goTo(time) {
      const media = this.$refs.media;
      return new Promise((done) => {
        const settled = () => requestAnimationFrame(() => requestAnimationFrame(() => { this.at = media.currentTime; done(); }));
        media.addEventListener("seeked", settled, { once: true });
        media.currentTime = time;
      });
    },
    seekTo(share) { const media = this.$refs.media; if (this.length) { media.currentTime = Math.min(1, Math.max(0, share)) * this.length; this.at = media.currentTime; } },
    seek(event) { event.currentTarget.setPointerCapture(event.pointerId); this.dragSeek(event, true); },
    dragSeek(event, begins) { if (!begins && !(event.buttons & 1)) return; const r = event.currentTarget.getBoundingClientRect(); this.seekTo((event.clientX - r.left) / r.width); },
    seekKey(event) {
      const by = { ArrowRight: 5, ArrowLeft: -5, PageUp: 30, PageDown: -30 }[event.key];
      if (by) { event.preventDefault(); this.seekTo((this.at + by) / this.length); } else if (event.key === "Home" || event.key === "End") { event.preventDefault(); this.seekTo(event.key === "Home" ? 0 : 1); }
    },
  },
};
