// A list of names and values as one element of the page, however long it is; a value with a search leads to it.
export default {
  template: `<dl class="facts"><div v-for="([name, value, term], i) in rows" :key="i" class="fact"><dt class="muted">{{ name }}</dt><dd class="num"><a v-if="term" :href="address(term)" :title="'Find all with ' + term" @click="ask($event, term)">{{ value }}</a><template v-else>{{ value }}</template></dd></div></dl>`,
  props: { text: { type: String, default: "[]" } },
  emits: ["asked"],
  computed: { rows() { return JSON.parse(this.text); } },
  methods: {
    address(term) { return `${window.path_prefix || ""}/gallery?q=${encodeURIComponent(term + " ")}`; },
    // The page itself looks for it; with Ctrl or Shift the browser opens it elsewhere.
    ask(event, term) { if (event.ctrlKey || event.metaKey || event.shiftKey) return; event.preventDefault(); this.$emit("asked", { term }); },
  },
};
