// Words that change often: drawn by themselves, so that the rest of the page is not compared for each change.
export default {
  template: `
    <component :is="tag"><span v-for="(part, i) in parts" :key="i" :class="part.classes" :aria-hidden="part.spoken === false ? 'true' : null">{{ part.text }}<b v-if="part.strong">{{ part.strong }}</b></span></component>`,
  props: { initial: { type: Array, default: () => [] }, text: String, tag: { type: String, default: "span" } },
  data: () => ({ parts: [] }),
  created() { this.parts = this.initial; },
  methods: {
    show(parts) { this.parts = parts; },
  },
};
