// The expansion editor: a native textarea (so undo, IME and screen readers work) above a copy of its text that carries the colours.
// Both grow together inside one scroller, so they cannot drift apart.
import { tokenise, values, toUnits, toPoints, bindingsBefore } from "imagen-browser";

const DEBOUNCE = 120;
const JUST_NOW = 4000;
const typedLast = new Map(); // what was typed last into fields that are gone, by their labels
const PEEK_DELAY = 350;
const QUIET = 800; // this long after the last key a token counts as typed
const OPENING = /(?<!\\)(?:\\\\)*\[(\?|=|[\p{L}_][\p{L}\p{M}\d_/-]*=)?([\p{L}\p{M}\d_/\- ]{0,80})$/u;

const same = (a, b) => a.normalize("NFC").toLowerCase() === b.normalize("NFC").toLowerCase();

export default {
  template: `
    <div class="xed" :class="{ single: !multiline, invalid: shownErrors.length > 0 }" @imagen-flush="flush">
      <div class="xed-box" ref="box" @click.self="focus">
        <div class="xed-stack" ref="stack">
          <div class="xed-under" ref="under" aria-hidden="true"></div>
          <textarea ref="area" class="xed-area" :rows="1" :wrap="multiline ? 'soft' : 'off'" :placeholder="placeholder" :aria-label="label" :aria-invalid="String(shownErrors.length > 0)" :aria-describedby="uid + '-problems'"
            role="textbox" aria-autocomplete="list" :aria-controls="menu.open ? uid + '-menu' : null" :aria-activedescendant="menu.open ? uid + '-o' + menu.at : null"
            spellcheck="false" autocapitalize="off" autocomplete="off"
            @input="typed" @keydown="key" @keyup="cursor" @click="cursor" @blur="blurred" @focus="focused = true" @compositionstart="composing = true" @compositionend="composed"
            @mousemove="hover" @mouseleave="unhover" @touchstart.passive="press" @touchend="pressed" @touchmove.passive="pressed" @paste="paste"></textarea>
        </div>
      </div>
      <div v-if="offer !== null" class="xed-offer" role="status"><span class="grow">This text was changed elsewhere.</span><button type="button" class="btn small" @mousedown.prevent @click="take">Take the change</button><button type="button" class="btn small ghost" @mousedown.prevent @click="keep">Keep mine</button></div>
      <div :id="uid + '-problems'" class="xed-problems" aria-live="polite">
        <div v-for="(p, i) in listed" :key="i" class="xed-problem" :class="{ warning: p.warning, gone: p.gone }">
          <span class="icon" :class="p.warning ? 'icon-info' : 'icon-warning'" aria-hidden="true"></span>
          <button type="button" class="xed-where" :disabled="p.gone" @click="go(p)">{{ p.message }}</button>
          <span v-if="p.mends.length || p.create || p.lookup" class="xed-mends">
            <button v-for="(m, j) in p.mends.slice(0, 1)" :key="j" type="button" class="btn small" :disabled="p.gone" @mousedown.prevent @click="mend(m)">{{ m.label }}<span v-if="m.code" class="mono">{{ m.code }}</span></button>
            <button v-if="p.create" type="button" class="btn small" :disabled="p.gone" @click="create(p)">Make the lookup <span class="mono">{{ p.create }}…</span></button>
            <button v-if="p.lookup" type="button" class="btn small" :disabled="p.gone" @click="edit(p.lookup)">Edit <span class="mono">{{ p.lookup }}</span></button>
            <button v-for="(m, j) in p.mends.slice(1)" :key="'m' + j" type="button" class="btn small" :disabled="p.gone" @mousedown.prevent @click="mend(m)">{{ m.label }}<span v-if="m.code" class="mono">{{ m.code }}</span></button>
          </span>
        </div>
        <button v-if="rows.length > listed.length" type="button" class="btn link small" @click="all = true">{{ rows.length - listed.length }} more</button>
      </div>
      <Teleport to="body">
        <div v-if="menu.open" class="xed-menu" role="listbox" :id="uid + '-menu'" :aria-label="menu.back ? 'Names chosen before' : 'Lookups'" :style="menu.style" ref="menu">
          <div v-for="(option, i) in menu.options" :key="option.name" :id="uid + '-o' + i" class="xed-option" role="option" :aria-selected="String(i === menu.at)" @mousedown.prevent @mousemove="menu.at = i" @click="accept(option)">
            <span class="xed-name">{{ option.name }}</span><span class="xed-preview">{{ option.preview }}</span><span class="xed-count">{{ option.count }}</span>
          </div>
        </div>
        <div v-if="peek.open" class="xed-peek" role="dialog" :aria-label="'Lookup ' + peek.name" :style="peek.style" @mouseenter="peekHeld = true" @mouseleave="peekHeld = false; unhover()" ref="peek">
          <div class="bar"><b class="grow ellipsis">{{ peek.name }}</b><span class="faint small">{{ peek.count }}</span></div>
          <ol class="xed-values"><li v-for="(v, i) in peek.values" :key="i">{{ v }}</li></ol>
          <div v-if="peek.more" class="faint small">and {{ peek.more }} more</div>
          <button type="button" class="btn link small" @mousedown.prevent @click="edit(peek.name)">Edit</button>
        </div>
        <button v-if="selection.open" type="button" class="btn small xed-select" :style="selection.style" @mousedown.prevent @click="makeLookup"><span class="icon icon-lookups" aria-hidden="true"></span>Make lookup…</button>
      </Teleport>
    </div>`,
  props: { initial: String, label: String, placeholder: String, multiline: { type: Boolean, default: true }, mode: String, lookups: { type: Array, default: () => [] }, bindings: { type: Array, default: () => [] } },
  emits: ["change", "settled", "make_lookup", "edit_lookup"],
  data: () => ({
    uid: "xed" + Math.random().toString(36).slice(2), problems: [], rows: [], typing: false, caret: 0, all: false, focused: false, offer: null,
    menu: { open: false, options: [], at: 0, style: {}, back: false, from: 0 }, peek: { open: false, name: "", values: [], count: "", more: 0, style: {} }, selection: { open: false, style: {} }, peekHeld: false,
  }),
  computed: {
    shownErrors() { return this.rows.filter((p) => !p.warning && !p.gone); },
    listed() { return this.all ? this.rows : this.rows.slice(0, 4); },
  },
  watch: { lookups() { this.paint(); if (this.menu.open) this.complete(); } },
  created() { this.text = this.initial || ""; this.sent = this.text; this.composing = false; this.timer = null; this.base = { tokens: [], marks: [] }; },
  mounted() {
    this.takeOver();
    this.$refs.area.value = this.text;
    this.paint();
    this.select = () => this.selected();
    document.addEventListener("selectionchange", this.select);
    this.away = (event) => { if (!(event.target instanceof Node) || !this.$el.contains(event.target)) this.hideAll(event); };
    window.addEventListener("scroll", this.away, true);
    window.addEventListener("pagehide", this.flush);
  },
  beforeUnmount() {
    if (Date.now() - this.typedAt < JUST_NOW) typedLast.set(this.label, { text: this.text, at: this.typedAt });
    clearTimeout(this.timer); clearTimeout(this.quietTimer); clearTimeout(this.peekTimer); clearTimeout(this.pressTimer);
    document.removeEventListener("selectionchange", this.select);
    window.removeEventListener("scroll", this.away, true);
    window.removeEventListener("pagehide", this.flush);
  },
  methods: {
    // ---- text in and out ----
    takeOver() {
      // What is typed while another model's form is on its way goes to a field that the server knows no more.
      const last = typedLast.get(this.label);
      typedLast.delete(this.label);
      if (!last || last.text === this.text || Date.now() - last.at > JUST_NOW || !this.$el.closest(".takes-over")) return;
      this.text = last.text;
      this.flush();
    },
    typed() {
      const now = this.$refs.area.value;
      this.typedAt = Date.now();
      this.shift(this.text, now);
      this.text = now;
      this.typing = true;
      this.caret = this.$refs.area.selectionStart;
      clearTimeout(this.quietTimer);
      this.quietTimer = setTimeout(this.settle, QUIET);
      this.arrange();
      this.paint();
      if (this.composing) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(this.flush, DEBOUNCE);
      this.complete();
    },
    composed() { this.composing = false; this.typed(); },
    flush() {
      clearTimeout(this.timer);
      if (this.composing || this.text === this.sent) return;
      this.sent = this.text;
      this.$emit("change", { text: this.text });
    },
    blurred() {
      this.focused = false; this.menu.open = false;
      this.flush();
      this.settleAfterPress();
      setTimeout(() => { if (!this.focused) { this.selection.open = false; if (!this.peekHeld) this.peek.open = false; } }, 150);
    },
    setText(text, force) {
      if (text === this.text) { this.offer = null; return; }
      if (!force && (this.focused || this.composing || this.text !== this.sent)) { this.offer = text; return; }
      this.put(text);
    },
    put(text) {
      this.offer = null;
      if (this.focused) { this.replace(0, this.text.length, text); this.sent = this.text; this.$emit("settled", { text }); return; }
      this.problems = [];
      this.$refs.area.value = text;
      this.text = this.sent = text;
      this.settle();
      this.$emit("settled", { text });
    },
    take() { const text = this.offer; this.offer = null; this.$refs.area.focus(); this.replace(0, this.text.length, text); this.flush(); },
    keep() { this.offer = null; this.sent = null; this.flush(); this.$refs.area.focus(); },
    replace(start, end, text) {
      const area = this.$refs.area;
      area.focus();
      area.setSelectionRange(start, end);
      // execCommand is the one way that keeps the browser's own undo.
      if (!(text ? document.execCommand("insertText", false, text) : document.execCommand("delete"))) {
        area.setRangeText(text, start, end, "end");
        this.typed();
      }
    },
    insert(text) { const area = this.$refs.area; this.replace(area.selectionStart, area.selectionEnd, text); this.flush(); },
    focus() { this.$refs.area.focus(); },
    paste(event) {
      if (this.multiline) return;
      const text = event.clipboardData.getData("text/plain");
      if (!/[\r\n]/.test(text)) return;
      event.preventDefault();
      this.insert(text.replace(/\s*[\r\n]+\s*/g, " "));
    },
    // ---- problems ----
    setProblems(problems, about) {
      if (about !== this.text) return;
      const unit = toUnits(this.text);
      this.problems = problems.map((p) => {
        const from = unit(p.start || 0);
        const made = { ...p, from, to: Math.max(unit(p.end || 0), from), mends: (p.mends || []).map((m) => ({ ...m, from: unit(m.start), to: unit(m.end) })) };
        return { ...made, create: p.kind === "unknown-lookup" ? this.unknown(made) : "" };
      });
      this.arrange();
      this.paint();
    },
    // While somebody types, nothing new is said of the token at the cursor, and what stands below keeps its place.
    arrange() {
      const same = (row) => (p) => p.kind === row.kind && p.message === row.message;
      const fresh = [...this.problems];
      if (!this.typing) { this.rows = fresh; return; }
      const kept = this.rows.map((row) => {
        const at = fresh.findIndex(same(row));
        return at < 0 ? { ...row, gone: true } : fresh.splice(at, 1)[0];
      });
      this.rows = [...kept, ...fresh.filter((p) => !this.atCaret(p))];
    },
    settle() {
      clearTimeout(this.quietTimer);
      this.typing = false;
      this.arrange();
      this.paint();
    },
    // What is pressed must not move away between press and release: rows come and go after it.
    settleAfterPress() {
      if (!document.querySelector(":active")) { this.settle(); return; }
      clearTimeout(this.quietTimer);
      this.quietTimer = setTimeout(this.settle, QUIET);
      document.addEventListener("pointerup", () => setTimeout(this.settle), { once: true, capture: true });
    },
    atCaret(p) {
      if (this.mode === "values") return true;
      if (p.kind === "unclosed") return this.caret > p.from;
      const around = this.base.tokens.find((t) => t.start <= p.from && t.end >= p.to) || { start: p.from, end: p.to };
      return around.start <= this.caret && this.caret <= around.end;
    },
    shift(before, now) {
      if (!this.problems.length) return;
      let head = 0;
      while (head < before.length && head < now.length && before[head] === now[head]) head++;
      let tail = 0;
      while (tail < before.length - head && tail < now.length - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
      const edge = before.length - tail, by = now.length - before.length;
      const untouched = (p) => p.to <= head || p.from >= edge;
      const moved = (p) => (p.from >= edge ? { ...p, from: p.from + by, to: p.to + by } : p);
      this.problems = this.problems.filter(untouched).map((p) => ({ ...moved(p), mends: p.mends.filter(untouched).map(moved) }));
    },
    unknown(p) {
      const written = this.text.slice(p.from, p.to);
      const token = tokenise(this.text).tokens.find((t) => t.name && t.start <= p.from && t.end >= p.to);
      return token ? token.name : /^[^[\]]+$/.test(written) ? written.trim() : "";
    },
    go(p) { const area = this.$refs.area; area.focus(); area.setSelectionRange(p.from, p.to); this.$nextTick(() => this.reveal(p.from)); },
    mend(m) {
      const area = this.$refs.area, before = area.selectionStart, length = m.text.length;
      this.replace(m.from, m.to, m.text);
      const stays = before >= m.to ? before + length - (m.to - m.from) : Math.min(before, m.from + length);
      const at = m.caret == null ? stays : m.from + toUnits(m.text)(m.caret);
      area.setSelectionRange(at, at);
      this.menu.open = false;
      this.flush();
      this.settle();
      this.$nextTick(() => this.reveal(at));
    },
    create(p) { this.$emit("make_lookup", { text: "", name: this.unknown(p), start: toPoints(this.text, p.from), end: toPoints(this.text, p.to) }); },
    // ---- colours ----
    paint() {
      const read = this.mode === "values" ? values(this.text) : tokenise(this.text);
      this.base = read;
      const under = this.$refs.under;
      if (under) under.replaceChildren(pieces(this.text, read, this.typing ? this.rows.filter((p) => !p.gone) : this.problems), document.createTextNode("\u200b"));
    },
    // ---- places in the text ----
    at(unit) {
      const walker = document.createTreeWalker(this.$refs.under, NodeFilter.SHOW_TEXT);
      let left = unit, node;
      const range = document.createRange();
      while ((node = walker.nextNode())) {
        if (left <= node.length) { range.setStart(node, left); range.setEnd(node, left); break; }
        left -= node.length;
      }
      return range.getBoundingClientRect();
    },
    rects(start, end) {
      const walker = document.createTreeWalker(this.$refs.under, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      let passed = 0, node, begun = false;
      while ((node = walker.nextNode())) {
        if (!begun && start <= passed + node.length) { range.setStart(node, start - passed); begun = true; }
        if (begun && end <= passed + node.length) { range.setEnd(node, end - passed); break; }
        passed += node.length;
      }
      return [...range.getClientRects()];
    },
    reveal(unit) {
      const box = this.$refs.box, place = this.at(unit), frame = box.getBoundingClientRect();
      if (place.top < frame.top + 6) box.scrollTop -= frame.top + 12 - place.top;
      else if (place.bottom > frame.bottom - 6) box.scrollTop += place.bottom + 12 - frame.bottom;
    },
    below(rect, width, height) {
      const left = Math.max(8, Math.min(rect.left, innerWidth - width - 8));
      const up = rect.bottom + height + 8 > innerHeight && rect.top > height + 8;
      return up ? { left: left + "px", bottom: innerHeight - rect.top + 4 + "px" } : { left: left + "px", top: rect.bottom + 4 + "px" };
    },
    // ---- completion ----
    complete() {
      const area = this.$refs.area;
      this.menu.open = false;
      if (this.mode === "values" || this.composing || area.selectionStart !== area.selectionEnd || document.activeElement !== area) return;
      const at = area.selectionStart;
      const found = OPENING.exec(this.text.slice(Math.max(0, at - 160), at));
      if (!found) return;
      const back = found[1] === "=", typedName = found[2].replace(/^ +/, "");
      const from = at - typedName.length;
      const known = back
        ? [...new Set([...bindingsBefore(this.text, from), ...this.bindings])].map((name) => ({ name, count: "", preview: "chosen before" }))
        : this.lookups.map((l) => ({ name: l.name, count: l.count != null ? `×${l.count}` : "", preview: (l.preview || []).slice(0, 4).join(", ") }));
      const wanted = typedName.toLowerCase();
      const options = known.filter((o) => o.name.toLowerCase().includes(wanted)).sort((a, b) => b.name.toLowerCase().startsWith(wanted) - a.name.toLowerCase().startsWith(wanted)).slice(0, 50);
      if (!options.length || (options.length === 1 && same(options[0].name, typedName) && this.text[at] === "]")) return;
      this.peek.open = false;
      this.menu = { open: true, options, at: 0, back, from, style: this.below(this.at(from), 320, Math.min(8, options.length) * 34 + 10) };
    },
    accept(option) {
      const at = this.$refs.area.selectionStart;
      const closed = this.text[at] === "]";
      const from = this.menu.from;
      this.menu.open = false;
      this.replace(from, at, option.name + (closed ? "" : "]"));
      if (closed) { const end = from + option.name.length + 1; this.$refs.area.setSelectionRange(end, end); }
      this.menu.open = false;
    },
    key(event) {
      if (event.isComposing) return;
      if (this.menu.open) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step && !event.altKey) {
          event.preventDefault();
          this.menu.at = (this.menu.at + step + this.menu.options.length) % this.menu.options.length;
          this.$nextTick(() => this.$refs.menu?.children[this.menu.at]?.scrollIntoView({ block: "nearest" }));
          return;
        }
        if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || (event.key === "Tab" && !event.shiftKey)) { event.preventDefault(); this.accept(this.menu.options[this.menu.at]); return; }
        if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.menu.open = false; return; }
      }
      if (event.key === "Escape" && this.peek.open) { event.preventDefault(); event.stopPropagation(); this.peek.open = false; return; }
      if ((event.key === " " && event.ctrlKey) || (event.key === "ArrowDown" && event.altKey)) { event.preventDefault(); this.peekAtCursor(); return; }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { this.menu.open = false; this.flush(); return; }
      if (event.key === "Enter" && !this.multiline) event.preventDefault();
      if (event.key !== "Control" && event.key !== "Alt") this.peek.open = false;
    },
    cursor(event) {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key) || event.type === "click") this.menu.open = false;
      const area = this.$refs.area;
      if (this.multiline && document.activeElement === area && event.type === "keyup") this.reveal(area.selectionEnd);
    },
    // ---- peeking ----
    lookupAt(unit) { return [...this.base.tokens].reverse().find((t) => t.name && t.start <= unit && unit <= t.end); },
    show(token, rect) {
      const lookup = this.lookups.find((l) => same(l.name, token.name));
      if (!lookup) return false;
      const shown = (lookup.preview || []).slice(0, 8);
      this.peek = { open: true, name: lookup.name, values: shown, count: lookup.count != null ? `${lookup.count} values` : "", more: Math.max(0, (lookup.count || 0) - shown.length), style: this.below(rect, 260, 90 + shown.length * 21) };
      return true;
    },
    peekAtCursor() {
      const unit = this.$refs.area.selectionStart, token = this.lookupAt(unit);
      if (!token || !this.show(token, this.at(token.start))) this.complete();
    },
    tokenUnder(x, y) { return [...this.base.tokens].reverse().find((t) => t.name && this.rects(t.start, t.end).some((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom)); },
    hover(event) {
      clearTimeout(this.peekTimer);
      if (this.menu.open || event.buttons || !this.base.tokens.some((t) => t.name)) return;
      const { clientX: x, clientY: y } = event;
      this.peekTimer = setTimeout(() => { const token = this.tokenUnder(x, y); if (token) this.show(token, this.at(token.start)); else if (!this.peekHeld) this.peek.open = false; }, this.peek.open ? 120 : PEEK_DELAY);
    },
    unhover() { clearTimeout(this.peekTimer); setTimeout(() => { if (!this.peekHeld) this.peek.open = false; }, 200); },
    press(event) { const touch = event.touches[0]; clearTimeout(this.pressTimer); this.pressTimer = setTimeout(() => { const token = this.tokenUnder(touch.clientX, touch.clientY); if (token) this.show(token, this.at(token.start)); }, 500); },
    pressed() { clearTimeout(this.pressTimer); },
    edit(name) { this.peek.open = false; this.flush(); this.$emit("edit_lookup", { name }); },
    // ---- a lookup from the selection ----
    selected() {
      const area = this.$refs.area;
      if (!area || document.activeElement !== area || this.mode === "values") { this.selection.open = false; return; }
      const part = this.text.slice(area.selectionStart, area.selectionEnd).trim();
      if (!part || part.length > 2000 || area.selectionEnd > this.text.length || (part.match(/\[/g) || []).length !== (part.match(/\]/g) || []).length) { this.selection.open = false; return; }
      const rect = this.at(area.selectionEnd), box = this.$refs.box.getBoundingClientRect();
      const clipped = { left: rect.left - 40, top: Math.max(rect.top, box.top), bottom: Math.min(rect.bottom, box.bottom) };
      this.selection = { open: true, style: this.below(clipped, 150, 36) };
    },
    makeLookup() {
      const area = this.$refs.area, start = area.selectionStart, end = area.selectionEnd;
      this.selection.open = false;
      this.flush();
      this.$emit("make_lookup", { text: this.text.slice(start, end), name: "", start: toPoints(this.text, start), end: toPoints(this.text, end) });
    },
    hideAll(event) {
      const inside = (ref) => this.$refs[ref] && event.target instanceof Node && this.$refs[ref].contains(event.target);
      if (!inside("menu") && !inside("peek")) { this.menu.open = false; this.peek.open = false; this.selection.open = false; }
    },
  },
};

// Cuts the text at every border of a token, mark or problem; each piece takes the colour of the innermost token.
function pieces(text, { tokens, marks }, problems) {
  const borders = new Set([0, text.length]);
  const edges = [];
  for (const token of tokens) {
    borders.add(token.start).add(token.end);
    for (const cut of token.cuts) borders.add(cut).add(cut + 1);
    if (!token.bare) borders.add(token.start + 1).add(token.end - 1);
  }
  for (const mark of marks) { borders.add(mark.start).add(mark.end); edges.push(mark); }
  for (const p of problems) borders.add(p.from).add(Math.max(p.to, p.from + 1));
  const sorted = [...borders].filter((at) => at >= 0 && at <= text.length).sort((a, b) => a - b);
  const cuts = new Set(tokens.flatMap((token) => token.cuts));
  const starts = new Set(tokens.filter((t) => !t.bare).map((t) => t.start)), ends = new Set(tokens.filter((t) => !t.bare).map((t) => t.end));
  const markAt = new Map(edges.map((mark) => [mark.start, mark]));
  const wrong = [...problems].sort((a, b) => a.from - b.from);
  const made = document.createDocumentFragment();
  const open = [];
  let next = 0;
  for (let i = 0; i + 1 < sorted.length; i++) {
    const from = sorted[i], to = sorted[i + 1];
    while (open.length && open[open.length - 1].end <= from) open.pop();
    while (next < tokens.length && tokens[next].start <= from) { if (tokens[next].end > from) open.push(tokens[next]); next++; }
    const token = open[open.length - 1], mark = markAt.get(from);
    const classes = [];
    if (token) classes.push("x-" + token.kind, token.bare ? "x-bare" : "x-token");
    if (token && (cuts.has(from) || starts.has(from) || ends.has(to))) classes.push("x-sign");
    if (starts.has(from)) classes.push("x-first");
    if (ends.has(to)) classes.push("x-last");
    if (mark) classes.push("x-" + mark.kind);
    const problem = wrong.find((p) => p.from <= from && Math.max(p.to, p.from + 1) >= to);
    if (problem) classes.push(problem.warning ? "x-warned" : "x-wrong");
    const part = text.slice(from, to);
    if (!classes.length) { made.appendChild(document.createTextNode(part)); continue; }
    const span = document.createElement("span");
    span.className = classes.join(" ");
    span.textContent = part;
    made.appendChild(span);
  }
  return made;
}
