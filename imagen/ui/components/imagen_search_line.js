// The line in which one searches: coloured while it is typed, completed, with what is wrong underlined where it stands.
import { toUnits, toPoints } from "imagen-browser";
import { ask } from "imagen-gallery";

const PAUSE = 200, SOON = 70;

// Colours for what is typed; what it means and what is wrong with it is for the server to say.
function colours(text) {
  const kinds = new Array(text.length).fill("");
  const paint = (from, to, kind) => { for (let i = from; i < to; i++) kinds[i] = kind; };
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at])) { at++; continue; }
    if ("()".includes(text[at])) { kinds[at++] = "sign"; continue; }
    if (text[at] === "-") { kinds[at++] = "minus"; continue; }
    const start = at;
    let cut = -1, open = false;
    for (; at < text.length; at++) {
      const sign = text[at];
      if (sign === "\\" && open) { at++; continue; }
      if (sign === '"') open = !open;
      else if (!open && (/\s/.test(sign) || sign === "(" || sign === ")")) break;
      else if (!open && cut < 0 && (sign === ":" || sign === "=")) cut = at;
    }
    at = Math.min(at, text.length);
    if (cut > start) { paint(start, cut + 1, "key"); paint(cut + 1, at, "value"); }
    else if (text.slice(start, at) === "OR") paint(start, at, "sign");
    else if (text.slice(start, at).toLowerCase() === "liked") paint(start, at, "key");
    else if (text[start] === '"') paint(start, at, "quote");
  }
  return kinds;
}

export default {
  template: `
    <div class="sl" role="search" :class="{ invalid: wrong.length, 'is-open': options.length }">
      <div class="sl-box">
        <span class="icon icon-search" aria-hidden="true"></span>
        <div class="sl-stack">
          <div ref="under" class="sl-under" aria-hidden="true"><span v-for="(part, i) in parts" :key="i" :class="part.kind">{{ part.text }}</span></div>
          <input ref="field" class="sl-field" type="text" inputmode="search" enterkeyhint="search" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="2000" :placeholder="narrow && short ? short : placeholder" aria-label="Search" role="combobox" aria-autocomplete="list" :aria-expanded="options.length > 0" :aria-controls="name + '-list'" :aria-activedescendant="chosen >= 0 ? name + '-' + chosen : null" :aria-invalid="wrong.length > 0" :aria-describedby="problems.length ? name + '-problems' : null"
            @input="input" @keydown="key" @keyup="follow" @click="follow" @scroll="roll" @focus="focused" @blur="left" />
        </div>
        <button v-if="text" type="button" class="icon-btn small" aria-label="Clear the search" @click="clear"><span class="icon icon-close" aria-hidden="true"></span></button>
        <kbd v-else class="key-hint sl-key">/</kbd>
      </div>
      <ul v-if="options.length" ref="list" class="sl-menu" role="listbox" :id="name + '-list'" aria-label="Completions" @pointerdown.prevent>
        <li v-for="(option, i) in options" :key="option.text" :id="name + '-' + i" role="option" class="sl-option" :aria-selected="String(i === chosen)" @click="apply(option)"><span class="sl-label">{{ option.label }}</span><span class="sl-detail">{{ option.detail }}</span></li>
      </ul>
      <ul v-if="problems.length && !options.length" class="sl-problems" :id="name + '-problems'" role="status">
        <li v-for="(problem, i) in problems" :key="i" class="sl-problem" :class="{ warning: problem.warning }"><span class="icon" :class="problem.warning ? 'icon-info' : 'icon-warning'" aria-hidden="true"></span><span class="sl-message">{{ problem.message }}</span><button v-if="problem.suggestion != null" type="button" class="btn small" @click="mend(problem)">{{ problem.suggestion ? 'Use' : 'Take it away' }}<b v-if="problem.suggestion" class="mono">{{ problem.suggestion }}</b></button></li>
      </ul>
      <ul v-if="chips.length" class="sl-chips" aria-label="Conditions"><li v-for="chip in chips" :key="chip.start + chip.text"><button type="button" class="chip sl-chip" :class="{ negated: chip.negated }" :aria-label="'Remove ' + chip.text" :title="'Remove ' + chip.text" @click="$emit('dropped', { start: chip.start, end: chip.end })"><span class="muted">{{ chip.key }}</span><b>{{ chip.label }}</b><span class="icon icon-close" aria-hidden="true"></span></button></li></ul>
    </div>`,
  props: { initial: { type: String, default: "" }, placeholder: String, short: String, first: { type: Array, default: () => [] } },
  emits: ["typed", "dropped"],
  data: () => ({ narrow: false, text: "", problems: [], chips: [], options: [], chosen: -1, start: 0, end: 0, name: "s" + Math.random().toString(36).slice(2) }),
  computed: {
    wrong() { return this.problems.filter((problem) => !problem.warning); },
    parts() {
      const kinds = colours(this.text), units = toUnits(this.text), marks = new Array(this.text.length).fill("");
      for (const problem of this.problems) for (let i = units(problem.start); i < Math.max(units(problem.end), units(problem.start) + 1); i++) marks[i] = problem.warning ? "x-warned" : "x-wrong";
      const parts = [];
      for (let i = 0; i < this.text.length; i++) {
        const kind = [kinds[i] && `sl-${kinds[i]}`, marks[i]].filter(Boolean).join(" "), last = parts[parts.length - 1];
        if (last && last.kind === kind) last.text += this.text[i]; else parts.push({ kind, text: this.text[i] });
      }
      return parts;
    },
  },
  created() { this.text = this.initial; this.chips = this.first; }, // at once, so that nothing below moves when the answer comes
  mounted() {
    this.$refs.field.value = this.text;
    this.slash = (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector(".q-dialog__inner, .over")) return;
      if (event.target instanceof Element && event.target.closest("input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable=true]")) return;
      event.preventDefault(); this.focus();
    };
    document.addEventListener("keydown", this.slash);
    this.phone = matchMedia("(max-width: 699px)");
    this.turned = () => { this.narrow = this.phone.matches; };
    this.turned();
    this.phone.addEventListener("change", this.turned);
  },
  beforeUnmount() { document.removeEventListener("keydown", this.slash); this.phone.removeEventListener("change", this.turned); clearTimeout(this.waiting); clearTimeout(this.asking); },
  methods: {
    focus() { this.$refs.field.focus(); this.$refs.field.select(); },
    // Another text, as by a click on a facet; what is being typed is not taken from under the hands.
    set(text) { if (text === this.text) return; this.text = text; this.$refs.field.value = text; this.problems = []; this.options = []; this.roll(); },
    // What the text was read as; an answer to an older text says nothing.
    reading(text, problems, chips) { if (text !== this.text) return; this.problems = problems; this.chips = chips; },
    input() { this.text = this.$refs.field.value; this.problems = []; this.roll(); this.later(); this.completeSoon(); },
    later() { clearTimeout(this.waiting); this.waiting = setTimeout(() => this.tell(), PAUSE); },
    tell() { clearTimeout(this.waiting); this.waiting = null; this.$emit("typed", { text: this.text, first: this.fresh !== false }); this.fresh = false; },
    focused() { this.fresh = true; },
    left() { this.close(); if (this.waiting) this.tell(); },
    roll() { this.$nextTick(() => { if (this.$refs.under) this.$refs.under.scrollLeft = this.$refs.field.scrollLeft; }); },
    follow(event) { this.roll(); if (event.type === "click" && this.options.length) this.close(); },
    clear() { this.text = this.$refs.field.value = ""; this.problems = []; this.chips = []; this.tell(); this.$refs.field.focus(); },
    completeSoon() { clearTimeout(this.asking); this.asking = setTimeout(() => this.complete(), SOON); },
    async complete(all = false) {
      const field = this.$refs.field, text = this.text, caret = field.selectionStart;
      if (!all && !text.slice(0, caret).trim()) { this.close(); return; }
      this.abort?.abort();
      this.abort = new AbortController();
      try {
        const found = await ask("/completions", { q: text, at: toPoints(text, caret) }, this.abort.signal);
        if (text !== this.text || document.activeElement !== field) return;
        const units = toUnits(text), typed = text.slice(units(found.start), units(found.end));
        this.start = units(found.start); this.end = units(found.end);
        this.options = found.options.filter((option) => option.text !== typed);
        this.chosen = all && this.options.length ? 0 : -1;
      } catch { this.options = []; }
    },
    apply(option) {
      const behind = this.text.slice(this.end), gap = option.goes_on || /^[\s,)]/.test(behind) ? "" : " ";
      const text = this.text.slice(0, this.start) + option.text + gap + behind, caret = this.start + option.text.length + gap.length;
      this.text = this.$refs.field.value = text;
      this.problems = [];
      this.$refs.field.focus();
      this.$refs.field.setSelectionRange(caret, caret);
      this.close(); this.roll();
      if (option.goes_on) { this.later(); this.completeSoon(); } else this.tell();
    },
    mend(problem) {
      const units = toUnits(this.text);
      this.text = this.$refs.field.value = (this.text.slice(0, units(problem.start)) + problem.suggestion + this.text.slice(units(problem.end))).trim();
      this.problems = [];
      this.tell();
    },
    close() { clearTimeout(this.asking); this.abort?.abort(); this.options = []; this.chosen = -1; },
    key(event) {
      const count = this.options.length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!count) { if (event.key === "ArrowDown") this.complete(true); return; }
        this.chosen = (this.chosen + (event.key === "ArrowDown" ? 1 : this.chosen < 0 ? 0 : -1) + count) % count;
        this.$nextTick(() => this.$refs.list?.children[this.chosen]?.scrollIntoView({ block: "nearest" }));
      } else if ((event.key === "Enter" || event.key === "Tab") && count && (this.chosen >= 0 || event.key === "Tab") && !event.shiftKey) { event.preventDefault(); this.apply(this.options[Math.max(0, this.chosen)]); }
      else if (event.key === "Enter") { event.preventDefault(); this.close(); this.tell(); this.fresh = true; }
      else if (event.key === "Escape") { if (count) { event.preventDefault(); event.stopPropagation(); this.close(); } else { event.preventDefault(); this.$refs.field.blur(); } }
    },
  },
};
