// The plan as a compact table: a column for each choice while they fit, else all that differs together in one.
const LETTER = 6.9, CELL = 30, EDGES = 92, LONGEST = 26, LONGEST_HEAD = 20, MEASURED = 60;

// Keeps both ends of a long text: what tells two of them apart is as often at the end.
function middle(text, most) {
  const signs = [...text];
  if (signs.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return signs.slice(0, head).join("").trimEnd() + "…" + signs.slice(signs.length - (most - 1 - head)).join("").trimStart();
}

export default {
  template: `
    <div class="plan" ref="plan">
      <div class="plan-scroll" tabindex="0" role="region" :aria-label="label">
        <table class="tbl compact" :class="{ together }">
          <thead><tr>
            <th scope="col" class="plan-number">#</th>
            <th v-if="together" scope="col" class="plan-names" :title="names">{{ names }}</th>
            <template v-else><th v-for="(c, i) in columns" :key="i" scope="col" :title="c.label">{{ head(c.label) }}</th></template>
            <th v-if="tickable" scope="col" class="plan-tick"><span class="sr-only">Make it</span></th>
          </tr></thead>
          <tbody><tr v-for="row in rows" :key="row.index" :class="{ off: !checked(row) }">
            <td class="plan-number">{{ number(row.index) }}</td>
            <td v-if="together" class="plan-all"><span v-for="(cell, i) in row.cells" :key="i" class="plan-cell" :class="'k-' + kind(i)" :title="title(i, cell)"><span v-if="named(i)" class="plan-of">{{ head(columns[i].label) }}</span>{{ said(cell) }}</span></td>
            <template v-else><td v-for="(cell, i) in row.cells" :key="i" :title="title(i, cell)"><span class="plan-cell" :class="'k-' + kind(i)">{{ said(cell) }}</span></td></template>
            <td v-if="tickable" class="plan-tick"><input type="checkbox" :checked="checked(row)" :aria-label="'Make generation ' + number(row.index)" @change="tick(row, $event.target.checked)" /></td>
          </tr></tbody>
        </table>
      </div>
      <button v-if="left" type="button" class="btn link small plan-more" @click="$emit('more', { shown: rows.length })">Show more · {{ left }} to come</button>
    </div>`,
  props: { columns: { type: Array, default: () => [] }, rows: { type: Array, default: () => [] }, label: String, total: [Number, String], tickable: { type: Boolean, default: true } },
  emits: ["untick", "more"],
  data: () => ({ changed: {}, width: 0 }),
  computed: {
    left() {
      if (this.total == null) return "";
      let left;
      try { left = BigInt(this.total) - BigInt(this.rows.length); } catch { return ""; }
      return left > 0n ? left.toLocaleString("en") : "";
    },
    together() { return this.width > 0 && this.columns.length > 1 && this.needed > this.width; },
    needed() {
      const wide = (i, label) => Math.max(Math.min(label.length, LONGEST_HEAD), ...this.rows.slice(0, MEASURED).map((row) => Math.min((row.cells[i] || "").length, LONGEST)));
      return this.columns.reduce((sum, c, i) => sum + wide(i, c.label || "") * LETTER + CELL, EDGES);
    },
    names() { return this.columns.map((c) => c.label).join(" · "); },
  },
  watch: { rows(now, before) { if (now.length < before.length || (before.length && now[0] && now[0].index !== before[0].index)) this.changed = {}; } },
  mounted() {
    this.seen = new ResizeObserver(([entry]) => { if (entry.contentRect.width) this.width = entry.contentRect.width; });
    this.seen.observe(this.$refs.plan);
  },
  beforeUnmount() { this.seen.disconnect(); },
  methods: {
    head(label) { return middle(label || "", LONGEST_HEAD); },
    said(cell) { return cell === "" ? "(nothing)" : middle(cell, LONGEST); },
    kind(i) { return (this.columns[i] || {}).kind || "value"; },
    named(i) { return this.kind(i) === "value"; },
    title(i, cell) { return `${(this.columns[i] || {}).label || ""}: ${cell === "" ? "(nothing)" : cell}`; },
    checked(row) { return row.index in this.changed ? this.changed[row.index] : row.checked !== false; },
    tick(row, on) { this.changed = { ...this.changed, [row.index]: on }; this.$emit("untick", { index: row.index, checked: on }); },
    number(index) { try { return (BigInt(index) + 1n).toLocaleString("en"); } catch { return String(index); } },
  },
};
