// A field that finds, chooses and makes things by name: tags, collections, projects. Several at a time, or one at once.
const LONGEST = 120, MOST = 200;
const same = (name) => name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();

export default {
  template: `
    <div class="picker">
      <input ref="field" class="picker-field" type="text" autocomplete="off" spellcheck="false" data-autofocus :maxlength="longest" :placeholder="placeholder" :aria-label="label" role="combobox" aria-autocomplete="list" aria-expanded="true" :aria-controls="name" :aria-activedescendant="rows[at] ? name + '-' + at : null" @input="typed" @keydown="key" />
      <ul ref="list" class="picker-list" role="listbox" :id="name" :aria-label="label" :aria-multiselectable="String(multiple)" @pointerdown.prevent>
        <li v-for="(row, i) in rows" :key="row.key" :id="name + '-' + i" role="option" class="picker-row" :class="{ 'is-at': i === at, 'is-new': row.isNew }" :aria-selected="String(stateOf(row) === 'on')" @click="take(row)">
          <span v-if="multiple" class="picker-box" :class="stateOf(row)" aria-hidden="true"></span>
          <span v-if="row.isNew && !row.made" class="icon icon-plus" aria-hidden="true"></span>
          <span v-if="row.color" class="picker-dot" :style="{ background: row.color }" aria-hidden="true"></span>
          <span class="ellipsis picker-name">{{ row.isNew && !row.made ? 'Make “' + row.name + '”' : row.name }}</span>
          <span class="faint small num">{{ row.hint }}</span>
        </li>
        <li v-if="!rows.length" class="picker-none muted small">{{ none }}</li>
      </ul>
    </div>`,
  props: { label: String, placeholder: String, none: String, multiple: Boolean, makes: { type: Boolean, default: true }, options: { type: Array, default: () => [] } },
  emits: ["pick"],
  data: () => ({ text: "", at: -1, changed: {}, made: [], longest: LONGEST, name: "p" + Math.random().toString(36).slice(2) }),
  computed: {
    known() { return [...this.made.map((name) => ({ key: "new:" + same(name), name, made: true, isNew: true, hint: "new" })), ...this.options]; },
    rows() {
      const text = same(this.text);
      if (!text) return this.known.slice(0, MOST);
      const found = this.known.filter((one) => same(one.name).includes(text));
      const rank = (one) => { const name = same(one.name); return name === text ? 0 : name.startsWith(text) ? 1 : 2; };
      found.sort((a, b) => rank(a) - rank(b));
      const rows = found.slice(0, MOST);
      if (this.makes && !found.some((one) => same(one.name) === text)) rows.push({ key: "make", name: this.text.trim().replace(/\s+/g, " "), isNew: true, hint: "" });
      return rows;
    },
  },
  methods: {
    stateOf(row) { return row.key in this.changed ? this.changed[row.key] : row.made ? "on" : row.state || ""; },
    typed() {
      const parts = this.multiple ? this.$refs.field.value.split(",") : [this.$refs.field.value];
      this.text = parts.pop();
      for (const part of parts) if (part.trim()) { this.text = part; this.put(this.rows[0]); }
      if (parts.length) { this.text = this.$refs.field.value.split(",").pop(); this.$refs.field.value = this.text; }
      this.at = this.text.trim() && this.rows.length ? 0 : -1;
    },
    put(row) { if (row && this.stateOf(row) !== "on") this.turn(row); },
    turn(row) {
      if (row.isNew && !row.made) this.made = [row.name, ...this.made];
      else if (row.made) this.made = this.made.filter((name) => name !== row.name);
      else this.changed = { ...this.changed, [row.key]: this.stateOf(row) === "on" ? "" : "on" };
    },
    take(row) {
      if (!this.multiple) { this.$emit("pick", { on: row.isNew ? [] : [row.key], off: [], made: row.isNew ? [row.name] : [] }); return; }
      this.turn(row);
      this.text = this.$refs.field.value = ""; this.at = -1;
      this.$refs.field.focus();
    },
    // Give what was chosen; what stands in the field is meant too.
    apply() {
      if (this.text.trim() && this.rows.length) this.multiple ? this.put(this.rows[Math.max(0, this.at)]) : this.take(this.rows[Math.max(0, this.at)]);
      if (!this.multiple) return;
      this.text = this.$refs.field.value = "";
      const of = (state) => this.options.filter((one) => this.changed[one.key] === state && (one.state || "") !== state).map((one) => one.key);
      this.$emit("pick", { on: of("on"), off: of(""), made: [...this.made].reverse() });
    },
    key(event) {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const count = this.rows.length;
        if (!count) return;
        this.at = (this.at + (event.key === "ArrowDown" ? 1 : this.at < 0 ? 0 : -1) + count) % count;
        this.$nextTick(() => this.$refs.list.querySelector(".is-at")?.scrollIntoView({ block: "nearest" }));
      } else if (event.key === "Enter") {
        event.preventDefault(); event.stopPropagation();
        if (event.ctrlKey || event.metaKey || this.at < 0) this.apply(); else this.take(this.rows[this.at]);
      }
    },
  },
};
