// Choose a model among hundreds: a button that shows the chosen one, and a dialog in which typing finds, searches and adds.
const fold = (text) => (text || "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const LINK = /:\/\/|^urn:|^www\.|^[\w-]+\.(com|ai|green|red)\//i;
const MOST = 400;
const FEW = 6; // of what each provider found, so that the next provider's stay in sight
const COSTS = {
  listed: { side: "", why: "" },
  asked: { side: "asked when chosen", why: "Its provider says what an order costs, once this is chosen." },
  unknown: { side: "price unknown", why: "Nobody says beforehand what it costs: you are asked what it may cost at most." },
};
const ICONS = { "text-to-image": "image", "image-to-image": "edit", "text-to-video": "video", "image-to-video": "video", "text-to-audio": "audio", upscaling: "zoom-in" };

// How well a model fits the words typed: 0 does not at all; the whole name counts most, then words of it, then its id, then the rest.
function fits(model, words) {
  let total = words.length > 1 && model.folded.name === words.join(" ") ? 9 : 1;
  for (const word of words) {
    const at = model.folded.name.indexOf(word);
    const here = at === 0 ? 8 : at > 0 ? (/\w/.test(model.folded.name[at - 1]) ? 4 : 6) : model.folded.id.includes(word) ? 3 : model.folded.rest.includes(word) ? 2 : 0;
    if (!here) return 0;
    total += here;
  }
  return total;
}

export default {
  template: `
    <div class="model-pick">
      <button ref="button" type="button" class="model-button" data-key="/" data-key-label="Choose the model" aria-keyshortcuts="/" aria-haspopup="dialog" :aria-expanded="String(shown)" :aria-label="'Model: ' + (chosen ? chosen.name : 'none')" :title="chosen && chosen.description" @click="open">
        <span class="icon" :class="'icon-' + icon(chosen)" aria-hidden="true"></span>
        <span class="model-button-words"><b class="ellipsis">{{ chosen ? chosen.name : "Choose a model" }}</b><span v-if="chosen" class="model-facts">{{ [chosen.provider_label, chosen.type_label, chosen.price].filter(Boolean).join(" · ") }}</span></span>
        <kbd class="key-hint">/</kbd><span class="icon icon-chevron-down" aria-hidden="true"></span>
      </button>
      <Teleport to="body">
        <div v-if="shown" class="over models-over" @click.self="close">
          <div ref="box" class="over-box models-box" :style="place" role="dialog" aria-modal="true" aria-label="Choose the model" @keydown="trap">
            <div class="models-head">
              <span class="icon icon-search" aria-hidden="true"></span>
              <input ref="input" class="models-input" v-model="query" placeholder="Find a model, or paste its link" aria-label="Find a model, or paste its link, name or id" role="combobox" aria-expanded="true" aria-autocomplete="list" :aria-controls="id" :aria-activedescendant="now ? id + '-' + at : null" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="go" @keydown="key" />
              <button type="button" class="icon-btn" aria-label="Close" @click="close"><span class="icon icon-close" aria-hidden="true"></span></button>
            </div>
            <div class="models-filters">
              <div class="models-pills" role="group" aria-label="Provider"><button v-for="one in sides" :key="one.name" type="button" class="pill" :aria-pressed="String(provider === one.name)" @click="filter('provider', one.name)">{{ one.label }}<span v-if="one.off" class="dot paused" :title="one.off"></span></button></div>
              <div class="models-pills" role="group" aria-label="Type"><button v-for="one in kinds" :key="one.name" type="button" class="pill" :aria-pressed="String(type === one.name)" @click="filter('type', one.name)">{{ one.label }}</button></div>
              <div class="models-pills" role="group" aria-label="Cost"><button v-for="one in costs" :key="one.name" type="button" class="pill" :aria-pressed="String(cost === one.name)" :title="one.why" @click="filter('cost', one.name)">{{ one.label }}</button></div>
            </div>
            <div class="models-list" role="listbox" aria-label="Models" :id="id" ref="list">
              <template v-for="row in rows" :key="row.key">
                <div v-if="row.kind === 'head'" class="models-group" role="presentation"><b>{{ row.label }}</b><span v-if="row.note" class="models-note">{{ row.note }}</span><a v-if="row.link" class="models-link" :href="row.link" tabindex="-1">Settings</a></div>
                <div v-else-if="row.kind === 'note'" class="models-none" :class="{ 'danger-text': row.failed }" :role="row.failed ? 'alert' : 'status'"><span v-if="row.busy" class="spinner" aria-hidden="true"></span><span>{{ row.label }}</span></div>
                <button v-else type="button" tabindex="-1" class="model-row" role="option" :class="{ off: row.off, gone: row.gone, act: row.kind !== 'model' }" :id="id + '-' + row.place" :aria-selected="String(row.place === at)" :aria-busy="String(!!row.busy)" @mousemove="at = row.place" @click="go(row)">
                  <span v-if="row.busy" class="spinner" aria-hidden="true"></span><span v-else class="icon" :class="'icon-' + row.icon" aria-hidden="true"></span>
                  <span class="model-row-words"><span class="model-row-name"><b>{{ row.label }}</b><span v-if="row.kind === 'model' && chosen && row.model.key === chosen.key" class="icon icon-check" role="img" aria-label="chosen"></span></span><span v-if="row.detail" class="model-facts">{{ row.detail }}</span><span v-if="row.problem" class="model-row-problem" :class="{ 'danger-text': row.failed }">{{ row.problem }}</span></span>
                  <span v-if="row.side" class="model-row-side" :class="{ strong: row.kind !== 'model', faint: row.faint }" :title="row.why || null">{{ row.side }}</span>
                </button>
              </template>
            </div>
            <div class="models-foot key-hint"><span><kbd>↑</kbd> <kbd>↓</kbd> choose</span><span><kbd>↵</kbd> use</span><span><kbd>Esc</kbd> close</span><span class="models-count">{{ count }}</span></div>
            <div class="sr-only" role="status">{{ spoken }}</div>
          </div>
        </div>
      </Teleport>
    </div>`,
  props: { initial: Object, settings: String },
  emits: ["opened", "choose", "typed", "find", "add"],
  data: () => ({
    chosen: null, shown: false, query: "", at: 0, type: "", provider: "", cost: "", place: {}, loaded: false,
    models: [], providers: [], recent: [], candidates: { text: "", list: [] }, found: { text: "", at: {} }, adding: {}, all: [],
    id: "models" + Math.random().toString(36).slice(2),
  }),
  created() { this.chosen = this.initial || null; },
  mounted() { document.addEventListener("focusin", this.hold); },
  beforeUnmount() { clearTimeout(this.timer); document.removeEventListener("focusin", this.hold); },
  computed: {
    text() { return this.query.trim(); },
    // Whether it is still to be told if the text names a model: a press of Enter waits for that.
    reading() { return /[/:]/.test(this.text) && this.candidates.text !== this.text; },
    words() { return fold(this.text).split(/\s+/).filter(Boolean); },
    byKey() { return new Map(this.models.map((model) => [model.key, model])); },
    labels() { return new Map(this.providers.map((one) => [one.name, one])); },
    sides() { return [{ name: "", label: "All" }, ...this.providers.map((one) => ({ name: one.name, label: one.label, off: one.problem || one.paused }))]; },
    kinds() {
      const seen = new Map();
      for (const model of this.models) if (!this.provider || model.provider === this.provider) seen.set(model.type, model.type_label);
      if (this.type && !seen.has(this.type)) seen.set(this.type, this.models.find((model) => model.type === this.type)?.type_label);
      const order = Object.keys(ICONS);
      return [{ name: "", label: "All" }, ...[...seen].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([name, label]) => ({ name, label }))];
    },
    costs() { return [{ name: "", label: "Any cost" }, { name: "known", label: "Known before ordering", why: "Those with a price first, then those whose provider tells it once they are chosen" }]; },
    hits() {
      const mine = this.models.filter((model) => (!this.type || model.type === this.type) && (!this.provider || model.provider === this.provider) && (!this.cost || model.cost !== "unknown"));
      return mine.map((model, index) => ({ model, index, score: fits(model, this.words) + (this.words.length && this.recent.includes(model.key) ? 1 : 0) - (model.gone ? 5 : 0) })).filter((hit) => !this.words.length || fits(hit.model, this.words));
    },
    rows() {
      const rows = [];
      const add = (row) => rows.push(row);
      if (!this.loaded) { add({ kind: "note", key: "wait", label: "Reading the models…", busy: true }); return rows; }
      const named = this.text && this.candidates.text === this.text ? this.candidates.list : [];
      const isLink = LINK.test(this.text);
      const had = [...new Set(named.flatMap((one) => this.known(one)))];
      if (had.length) { add({ kind: "head", key: "h:had", label: "You have it" }); for (const key of had) add(this.modelRow(this.byKey.get(key), "pasted")); }
      const lacking = named.filter((one) => !this.byKey.has(one.key));
      if (isLink && lacking.length) { add({ kind: "head", key: "h:pasted", label: had.length ? "Or its newest version" : "What you pasted" }); this.addNamed(lacking, add, true); }
      const shown = this.words.length ? this.ranked(add, new Set(had)) : this.listed(add);
      if (this.reading) { add({ kind: "note", key: "reading", label: "Looking at what this names…", busy: true }); return rows; }
      if (this.text && !shown && !named.length) add({ kind: "note", key: "none", label: `No model known here is called “${this.text}”.` });
      if (!this.text && !shown) add({ kind: "note", key: "none", label: "No model known here fits all of this." });
      if (!isLink && lacking.length) { add({ kind: "head", key: "h:named", label: "By this name" }); this.addNamed(lacking, add, false); }
      if (this.text && !isLink) this.addSearch(add);
      let place = 0;
      for (const row of rows) if (row.kind !== "head" && row.kind !== "note") row.place = place++;
      return rows;
    },
    options() { return this.rows.filter((row) => row.place !== undefined); },
    now() { return this.options[this.at]; },
    count() { const n = this.hits.length; return this.loaded && n ? `${n.toLocaleString("en")} ${n === 1 ? "model" : "models"}` : ""; },
    spoken() { const busy = Object.values(this.adding).find((one) => one.state === "busy"); return busy ? busy.message : this.text ? this.count : ""; },
  },
  watch: {
    query() {
      this.at = 0; this.entered = false; this.all = [];
      clearTimeout(this.timer);
      const text = this.text;
      if (text) this.timer = setTimeout(() => this.$emit("typed", { text }), 120);
      this.$nextTick(() => { if (this.$refs.list) this.$refs.list.scrollTop = 0; });
    },
    options(rows) { if (this.at >= rows.length) this.at = Math.max(0, rows.length - 1); },
  },
  methods: {
    icon(model) { return ICONS[model && model.type] || "image"; },
    setChosen(model) { this.chosen = model; },
    setModels(models, providers, recent) {
      for (const model of models) model.folded = Object.freeze({ name: fold(model.name), id: fold(model.id), rest: fold([model.family, model.type_label, model.provider_label].join(" ")) });
      this.models = models.map(Object.freeze); this.providers = providers; this.recent = recent; this.loaded = true;
    },
    setCandidates(text, list) {
      this.candidates = { text, list };
      if (this.entered && text === this.text) { this.entered = false; this.$nextTick(() => this.go(this.now)); }
    },
    setFound(text, provider, result) { if (this.found.text === text) this.found = { text, at: { ...this.found.at, [provider]: result } }; },
    setAdding(id, state, message) { this.adding = { ...this.adding, [id]: { state, message } }; },
    open() { this.openWith(""); },
    // `purpose` is told with the opening: what is chosen then is for that. `type` narrows to what is needed.
    openWith(text, type, purpose) {
      this.before = document.activeElement;
      this.query = text; this.at = 0; this.type = type || ""; this.provider = this.cost = ""; this.adding = {}; this.found = { text: "", at: {} }; this.all = []; this.entered = false;
      const box = this.$refs.button.getBoundingClientRect(), narrow = innerWidth < 700;
      this.place = narrow ? {} : { marginLeft: Math.max(8, Math.min(box.left, innerWidth - 708)) + "px", marginTop: Math.max(8, Math.min(box.top, innerHeight * 0.3)) + "px" };
      this.shown = true;
      this.$emit("opened", { purpose: purpose || "" });
      this.$nextTick(() => this.$refs.input.focus());
    },
    // What it was opened from may want the focus back, as a menu does when it has closed.
    hold(event) { if (this.shown && this.$refs.box && !this.$refs.box.contains(event.target)) this.$refs.input.focus({ preventScroll: true }); },
    close() { this.shown = false; const to = this.$refs.button; this.$nextTick(() => to && to.focus({ preventScroll: true })); },
    filter(what, name) { if (LINK.test(this.text)) this.query = ""; this[what] = this[what] === name ? "" : name; this.at = 0; this.$refs.input.focus({ preventScroll: true }); },
    off(model) { return model.gone || this.labels.get(model.provider)?.problem || ""; },
    modelRow(model, group) {
      const mixed = group === "recent" || group === "pasted";
      const detail = [mixed ? model.provider_label : "", model.type_label, model.id !== model.name ? model.id : "", model.added ? "added by you" : ""].filter(Boolean).join(" · ");
      return { kind: "model", key: `${group}:${model.key}`, model, label: model.name, detail, problem: model.gone || (mixed ? this.labels.get(model.provider)?.problem : ""), off: !!this.off(model), gone: !!model.gone, side: model.price || COSTS[model.cost].side, faint: !model.price, why: COSTS[model.cost].why, icon: this.icon(model) };
    },
    head(name) {
      const one = this.labels.get(name) || { label: name };
      return { kind: "head", key: "h:" + name, label: one.label, note: one.problem ? one.problem.replace(new RegExp("^" + one.label.replace(/[^\w ]/g, "\\$&") + " "), "") : one.paused ? `Paused: ${one.paused}` : "", link: one.problem || one.paused ? (window.path_prefix || "") + this.settings + "#" + encodeURIComponent(name) : "" };
    },
    listed(add) {
      const wanted = new Set(this.hits.map((hit) => hit.model.key));
      const recent = this.recent.filter((key) => wanted.has(key));
      if (recent.length) { add({ kind: "head", key: "h:recent", label: "Used lately" }); for (const key of recent) add(this.modelRow(this.byKey.get(key), "recent")); }
      return this.grouped(this.hits, add);
    },
    // Without those that stand above already.
    ranked(add, had) {
      const hits = this.hits.filter((hit) => !had.has(hit.model.key)).sort((a, b) => b.score - a.score || a.index - b.index);
      return this.grouped(hits, add);
    },
    // By provider, those that can take orders first, then in the order of their best hits.
    grouped(hits, add) {
      const groups = new Map();
      for (const hit of hits) { if (!groups.has(hit.model.provider)) groups.set(hit.model.provider, []); groups.get(hit.model.provider).push(hit.model); }
      if (this.cost) for (const models of groups.values()) models.sort((a, b) => (a.cost === "asked") - (b.cost === "asked"));
      const sorted = [...groups].sort(([a], [b]) => !!this.labels.get(a)?.problem - !!this.labels.get(b)?.problem);
      let left = MOST;
      for (const [name, models] of sorted) {
        add(this.head(name));
        for (const model of models.slice(0, left)) add(this.modelRow(model, "known"));
        left -= models.length;
        if (left <= 0) { add({ kind: "note", key: "more", label: "Type a word to see fewer." }); break; }
      }
      return hits.length;
    },
    known(one) { return [one.key, ...(one.known || [])].filter((key) => this.byKey.has(key)); },
    addNamed(list, add, isLink) {
      for (const one of list) add(this.addRow(one.provider, one.id, isLink ? this.text : one.id, `Add ${one.called || one.id} and use it`, one.provider_label, "by"));
    },
    addRow(provider, id, reference, label, detail, group) {
      const key = `${provider}:${id}`, state = this.adding[key] || {};
      return { kind: "add", key: `${group}:${key}`, id: key, provider, reference, label, detail: state.state === "busy" ? state.message : detail, busy: state.state === "busy", problem: state.state === "failed" ? state.message : "", failed: true, side: state.state === "busy" ? "" : "Add", icon: "plus" };
    },
    addSearch(add) {
      const able = this.providers.filter((one) => one.can_search && (!this.provider || one.name === this.provider));
      if (!able.length) return;
      const asked = this.found.text === this.text ? this.found.at : {};
      const names = able.map((one) => one.label);
      const said = names.length > 1 ? names.slice(0, -1).join(", ") + " and " + names[names.length - 1] : names[0];
      if (able.some((one) => !asked[one.name])) {
        add({ kind: "head", key: "h:find", label: "Not among these?" });
        add({ kind: "find", key: "find", providers: able.filter((one) => !asked[one.name]).map((one) => one.name), label: `Search at ${said} for “${this.text}”`, detail: "Looks through all that can be had there, and adds what you take.", icon: "search" });
      }
      for (const one of able) if (asked[one.name]) this.addFound(one, asked[one.name], add);
    },
    addFound(one, result, add) {
      add({ ...this.head(one.name), key: "h:at:" + one.name, label: `At ${one.label}`, note: "" });
      if (result.state === "busy") add({ kind: "note", key: "n:" + one.name, label: `Searching at ${one.label}…`, busy: true });
      else if (result.state === "failed") { add({ kind: "note", key: "n:" + one.name, label: result.message, failed: true }); add({ kind: "find", key: "again:" + one.name, providers: [one.name], label: `Search at ${one.label} again`, icon: "retry" }); }
      else if (!result.hits.length) add({ kind: "note", key: "n:" + one.name, label: `${one.label} has nothing for “${this.text}”.` });
      else for (const hit of this.all.includes(one.name) ? result.hits : result.hits.slice(0, FEW)) {
        const known = this.byKey.get(hit.key);
        if (known) { add(this.modelRow(known, "found")); continue; }
        const row = this.addRow(one.name, hit.id, hit.id, hit.name, [hit.type_label, hit.id !== hit.name ? hit.id : "", hit.description].filter(Boolean).join(" · "), "found");
        add({ ...row, icon: hit.type ? ICONS[hit.type] || "image" : "plus" });
      }
      const more = result.hits.length - FEW;
      if (more > 0 && !this.all.includes(one.name)) add({ kind: "more", key: "more:" + one.name, name: one.name, label: `Show ${more} more at ${one.label}`, icon: "chevron-down" });
    },
    go(row) {
      if (!row || row.busy) return;
      if (row.kind === "more") this.all = [...this.all, row.name];
      else if (row.kind === "model") { this.$emit("choose", { key: row.model.key }); this.close(); }
      else if (row.kind === "find") {
        const fresh = this.found.text === this.text ? this.found.at : {};
        this.found = { text: this.text, at: { ...fresh, ...Object.fromEntries(row.providers.map((name) => [name, { state: "busy", hits: [] }])) } };
        this.$emit("find", { text: this.text, providers: row.providers });
      } else if (row.kind === "add") {
        this.setAdding(row.id, "busy", "Asking for it…");
        this.$emit("add", { id: row.id, provider: row.provider, reference: row.reference });
      }
    },
    step(by) {
      const many = this.options.length;
      if (!many) return;
      this.at = Math.abs(by) > 1 ? Math.min(many - 1, Math.max(0, this.at + by)) : (this.at + by + many) % many;
      this.$nextTick(() => document.getElementById(`${this.id}-${this.at}`)?.scrollIntoView({ block: this.at ? "nearest" : "end" }));
    },
    key(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
      if (by) { event.preventDefault(); this.step(by); }
      else if (event.key === "/" && !this.text) event.preventDefault(); // the key that opened this; no name begins with it
      else if (event.key === "Enter") { event.preventDefault(); if (this.reading && !this.now) this.entered = true; else this.go(this.now); }
    },
    trap(event) {
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close(); return; }
      if (event.key !== "Tab") return;
      const within = [...this.$refs.box.querySelectorAll("input, button:not([tabindex='-1'])")];
      const next = within[(within.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1) + within.length) % within.length];
      event.preventDefault();
      next.focus();
    },
  },
};
