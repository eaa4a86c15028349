// The plan as a compact table.
export default {
  template: `
    <div class="plan">
      <div class="plan-scroll" tabindex="0" role="region" :aria-label="label">
        <table class="tbl compact">
          <thead><tr><th scope="col" class="plan-number">#</th><th v-for="(c, i) in columns" :key="i" scope="col">{{ c.label }}</th><th v-if="tickable" scope="col"><span class="sr-only">Make it</span></th></tr></thead>
          <tbody><tr v-for="row in rows" :key="row.index" :class="{ off: !checked(row) }">
            <td class="plan-number">{{ number(row.index) }}</td>
            <td v-for="(cell, i) in row.cells" :key="i" :title="cell"><span class="plan-cell" :class="'k-' + ((columns[i] || {}).kind || 'value')">{{ cell === '' ? '(nothing)' : cell }}</span></td>
            <td v-if="tickable" class="plan-tick"><input type="checkbox" :checked="checked(row)" :aria-label="'Make generation ' + number(row.index)" @change="tick(row, $event.target.checked)" /></td>
          </tr></tbody>
        </table>
      </div>
      <button v-if="left" type="button" class="btn link small plan-more" @click="$emit('more', { shown: rows.length })">Show more · {{ left }} to come</button>
    </div>`,
  props: { columns: { type: Array, default: () => [] }, rows: { type: Array, default: () => [] }, label: String, total: [Number, String], tickable: { type: Boolean, default: true } },
  emits: ["untick", "more"],
  data: () => ({ changed: {} }),
  computed: {
    left() {
      if (this.total == null) return "";
      let left;
      try { left = BigInt(this.total) - BigInt(this.rows.length); } catch { return ""; }
      return left > 0n ? left.toLocaleString("en") : "";
    },
  },
  watch: { rows(now, before) { if (now.length < before.length || (before.length && now[0] && now[0].index !== before[0].index)) this.changed = {}; } },
  methods: {
    checked(row) { return row.index in this.changed ? this.changed[row.index] : row.checked !== false; },
    tick(row, on) { this.changed = { ...this.changed, [row.index]: on }; this.$emit("untick", { index: row.index, checked: on }); },
    number(index) { try { return (BigInt(index) + 1n).toLocaleString("en"); } catch { return String(index); } },
  },
};
