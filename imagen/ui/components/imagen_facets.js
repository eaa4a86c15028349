// Counts of what was found, by what it is: a click asks for a value, Shift or Alt leaves it out, another click takes it back.
const KEY = "imagen-facets-folded", AT_ONCE = ["type", "rating", "liked"];

function kept() {
  try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
}

export default {
  template: `
    <div class="facets" :class="{ stale }">
      <section v-for="part in parts" :key="part.name" class="facet" :data-facet="part.name" :aria-label="part.label">
        <h2><button type="button" class="facet-fold" :aria-expanded="String(!isFolded(part))" @click="fold(part)">{{ part.label }}<span class="icon icon-chevron-down" aria-hidden="true"></span></button><a v-if="part.name === 'tag' || part.name === 'collection'" class="facet-edit small" :href="'/' + part.name + 's'" :aria-label="'Edit the ' + part.name + 's'">Edit</a></h2>
        <ul v-if="shown(part).length" :class="{ 'facet-tags': part.name === 'tag' }">
          <li v-for="row in shown(part)" :key="row.term">
            <button type="button" class="facet-row" :class="{ out: row.out, over: over === row.term }" :aria-pressed="String(row.on || row.out)" :aria-label="words(row)" :title="row.on ? 'Take ' + row.label + ' back' : row.label + ' · Shift or Alt leaves it out'" @click="pick(part, row, $event)" @dragover="dragOver(part, row, $event)" @dragleave="over = null" @drop="dropped(part, row, $event)">
              <span v-if="row.color" class="facet-color" :style="{ background: row.color }" aria-hidden="true"></span><span v-if="row.rating != null" class="g-rating" :class="'g-' + row.value" aria-hidden="true"></span><span v-if="row.rating == null || row.on || row.out" class="ellipsis facet-name">{{ row.label }}</span>
              <span class="facet-count num">{{ row.count.toLocaleString() }}</span>
            </button>
          </li>
        </ul>
        <button v-if="part.rows.length > most(part) && !isFolded(part)" type="button" class="btn link small" :aria-expanded="String(!!open[part.name])" @click="open[part.name] = !open[part.name]">{{ open[part.name] ? 'Fewer' : (part.rows.length - most(part)).toLocaleString() + ' more' }}</button>
      </section>
      <p v-if="!parts.length && !stale" class="muted small">Nothing to count.</p>
    </div>`,
  emits: ["picked", "dropped"],
  data: () => ({ folded: kept(), parts: [], open: {}, stale: true, over: null }),
  methods: {
    set(parts) { this.parts = parts; this.stale = false; },
    wait() { this.stale = true; },
    most(part) { return part.name === "tag" ? 14 : part.name === "month" ? 6 : 7; },
    // Under a finger rows are high: there most facets are folded until they are asked for. What is asked for is always shown.
    isFolded(part) { return this.folded[part.name] ?? (matchMedia("(pointer: coarse)").matches && !AT_ONCE.includes(part.name)); },
    fold(part) {
      this.folded = { ...this.folded, [part.name]: !this.isFolded(part) };
      try { localStorage.setItem(KEY, JSON.stringify(this.folded)); } catch { /* then it holds for this page */ }
    },
    shown(part) { return this.isFolded(part) ? part.rows.filter((row) => row.on || row.out) : this.open[part.name] ? part.rows : part.rows.filter((row, i) => i < this.most(part) || row.on || row.out); },
    words(row) { return `${row.label}, ${row.count.toLocaleString()}${row.on ? ", asked for" : row.out ? ", left out" : ""}`; },
    // What is dragged onto a tag or a collection is put there.
    dragOver(part, row, event) {
      if (!row.id || !["tag", "collection"].includes(part.name) || ![...event.dataTransfer.types].includes("text/x-imagen-products")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      this.over = row.term;
    },
    dropped(part, row, event) {
      this.over = null;
      const dragged = window.imagenDragged;
      if (!row.id || !dragged) return;
      event.preventDefault();
      this.$emit("dropped", { facet: part.name, id: row.id, name: row.value, only: dragged.selected ? null : dragged.id });
    },
    pick(part, row, event) { this.$emit("picked", { facet: part.name, term: row.term, how: row.on || row.out ? "back" : event.shiftKey || event.altKey ? "out" : "on" }); },
  },
};
