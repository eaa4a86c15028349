// What carries words (a button, a link, a pill): a dot or an icon before them, a strong word or a key behind them.
export default {
  template: `
    <component :is="as"><span v-if="dot" class="dot" :class="dot" aria-hidden="true"></span><span v-if="icon" class="icon" :class="'icon-' + icon" aria-hidden="true"></span><b v-if="lead">{{ lead }}</b><slot></slot><b v-if="strong">{{ strong }}</b><kbd v-if="hint" class="key-hint">{{ hint }}</kbd></component>`,
  props: { as: { type: String, default: "span" }, dot: String, icon: String, lead: String, strong: String, hint: String },
  methods: {
    focus() { this.$el.focus(); },
  },
};
