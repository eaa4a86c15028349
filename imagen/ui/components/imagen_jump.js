// The quick switcher: type a few letters, Enter goes there.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function score(entry, words) {
  const label = fold(entry.label);
  let total = 0;
  for (const word of words) {
    const at = label.indexOf(word);
    if (at < 0 && !fold(entry.hint || "").includes(word)) return -1;
    total += at === 0 ? 3 : at > 0 && label[at - 1] === " " ? 2 : 1;
  }
  return total;
}

export default {
  template: `
    <div>
      <div v-if="shown" class="over" @click.self="close">
        <div class="over-box" role="dialog" aria-modal="true" aria-label="Jump to">
          <input ref="input" class="jump-input" v-model="query" placeholder="Jump to a page, or anything by its name…" aria-label="Jump to" role="combobox" aria-expanded="true" :aria-controls="id" :aria-activedescendant="id + '-' + at" autocomplete="off" spellcheck="false" @keydown="key" />
          <div class="jump-list" role="listbox" :id="id" ref="list">
            <button v-for="(entry, index) in found" :key="entry.hint + entry.path" :id="id + '-' + index" type="button" tabindex="-1" class="jump-item" role="option" :aria-selected="String(index === at)" @mousemove="at = index" @click="go(entry)">
              <span class="icon" :class="'icon-' + entry.icon" aria-hidden="true"></span><span class="ellipsis">{{ entry.label }}</span><span class="jump-hint">{{ entry.hint }}</span>
            </button>
            <div v-if="!found.length" class="jump-none">{{ waiting ? 'Looking…' : 'Nothing is called that.' }}</div>
          </div>
        </div>
      </div>
    </div>`,
  emits: ["opened"],
  data: () => ({ shown: false, query: "", entries: [], at: 0, waiting: false, hurried: false, before: null, id: "jump" + Math.random().toString(36).slice(2) }),
  computed: {
    found() {
      const words = fold(this.query).split(/\s+/).filter(Boolean);
      const scored = this.entries.map((entry, index) => ({ entry, index, score: score(entry, words) })).filter((row) => row.score >= 0);
      if (words.length) scored.sort((a, b) => b.score - a.score || a.index - b.index);
      return scored.slice(0, 50).map((row) => row.entry);
    },
  },
  watch: { query() { this.at = 0; this.hurried = false; } },
  mounted() {
    this.listener = (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        if (this.shown) this.close(); else this.open();
      }
    };
    document.addEventListener("keydown", this.listener, true);
  },
  unmounted() { document.removeEventListener("keydown", this.listener, true); },
  methods: {
    open() {
      this.before = document.activeElement;
      this.query = ""; this.at = 0; this.waiting = !this.entries.length; this.hurried = false; this.shown = true;
      this.$emit("opened");
      this.$nextTick(() => this.$refs.input.focus());
    },
    setEntries(entries) {
      this.entries = entries; this.waiting = false;
      if (this.shown && this.hurried) this.$nextTick(() => this.found[this.at] && this.go(this.found[this.at]));
    },
    close() { this.shown = false; if (this.before && this.before.isConnected) this.before.focus(); },
    go(entry) { this.shown = false; window.location.href = (window.path_prefix || "") + entry.path; },
    key(event) {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        this.at = (this.at + step + this.found.length) % Math.max(1, this.found.length);
        this.$nextTick(() => this.$refs.list.children[this.at]?.scrollIntoView({ block: "nearest" }));
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (this.found[this.at]) this.go(this.found[this.at]);
        else this.hurried = this.waiting; // Enter came before the list did: it counts when that is there
      } else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close(); }
      else if (event.key === "Tab") event.preventDefault();
    },
  },
};
