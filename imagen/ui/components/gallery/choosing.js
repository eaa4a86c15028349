// The cursor and what is selected, by single products, by stretches of the list, or as all that match.
import { HEAD } from "./drawing.js";
import { PAGE } from "./pages.js";

const MOST_RANGE = 20_000;
const FEW = 200; // so many are named whenever they change

export const choosing = {
  tellCursor(changed = false) {
    const item = this.itemAt(this.cursor.index);
    if (item) this.cursor.id = item.id;
    const id = this.total ? this.cursor.id : null;
    clearTimeout(this.telling); // what it stood on a moment ago is not told after what it stands on now
    this.retelling = this.retelling || changed;
    if (id === this.toldCursor && !this.retelling) return;
    this.telling = setTimeout(() => { this.toldCursor = id; this.retelling = false; this.$emit("cursor", { id, index: this.cursor.index }); }, 60);
  },
  tellChosen() { this.count = this.chosen.count(this.total); this.mark(); this.keepSoon(); this.$emit("chosen", { count: this.count, all: this.chosen.all && !this.chosen.except.size, picking: this.picking, ids: this.chosen.all || this.count > FEW ? [] : [...this.chosen.ids] }); },
  // From now on a press selects; it ends with what is selected.
  beginChoosing() { this.picking = true; this.implied = false; this.tellChosen(); },
  moveTo(index, { focus = true } = {}) {
    if (!this.total) return;
    index = Math.max(0, Math.min(this.total - 1, index));
    this.cursor = { index, id: this.itemAt(index)?.id || null };
    this.reveal(index);
    this.mark();
    if (focus) (this.cellAt(index) || this.$refs.view).focus({ preventScroll: true });
    this.tellCursor(); this.keepSoon();
  },
  reveal(index) {
    const { y, row } = this.layout.spot(index), at = this.scroll.at, top = this.layout.sections[this.layout.sectionOf(index)].label ? HEAD : 0;
    let to = at;
    if (y - top < at) to = row ? y - top - this.layout.gap : y - top; else if (y + this.layout.edge > at + this.scroll.room) to = y + this.layout.edge - this.scroll.room + this.layout.gap;
    if (to !== at) this.scroll.go(index < this.layout.columns ? 0 : to);
    this.quick = false;
    this.paint();
  },
  // All ids of stretches of places; what is not here yet is read.
  async idsOf(ranges) {
    const turn = this.turn, found = [];
    for (const [from, to] of ranges) for (let index = from; index < Math.min(to, from + MOST_RANGE); index++) {
      let item = this.pages.item(index);
      if (!item) { await this.pages.load(Math.floor(index / PAGE), true); if (turn !== this.turn) return []; item = this.pages.item(index); }
      if (item) found.push(item.id);
    }
    return found;
  },
  async choose(ranges, { keep = false, off = false } = {}) {
    const before = keep ? { all: this.chosen.all, ids: new Set(this.chosen.ids), except: new Set(this.chosen.except) } : null;
    const ids = await this.idsOf(ranges);
    if (before) Object.assign(this.chosen, before); else this.chosen.none();
    for (const id of ids) this.chosen.set(id, !off);
    this.tellChosen();
  },
  chooseUpTo(index, keep) {
    const [from, to] = [Math.min(this.anchor, index), Math.max(this.anchor, index)];
    this.choose([[from, to + 1]], { keep });
  },
  toggleAt(index, implied) {
    const item = this.itemAt(index), cursor = this.itemAt(this.cursor.index);
    if (!item) return;
    if (implied && this.implied && !this.count && cursor && cursor.id !== item.id) this.chosen.set(cursor.id, true);
    this.chosen.toggle(item.id);
    this.anchor = index;
    this.tellChosen();
  },
  chooseSection(s) {
    const from = this.layout.firsts[s], to = this.layout.firsts[s + 1], first = this.itemAt(from);
    this.choose([[from, to]], { keep: true, off: !!first && this.chosen.has(first.id) });
  },
  selectAll() { this.chosen.everything(); this.tellChosen(); },
  selectNone() { this.implied = false; this.picking = false; this.chosen.none(); this.tellChosen(); },
  // What an act is about: what is selected, else what the cursor stands on.
  selection() {
    if (this.chosen.all) return { all: true, ids: [], except: [...this.chosen.except], newest: this.newest, count: this.count, q: this.now.q };
    const ids = this.chosen.ids.size ? [...this.chosen.ids] : this.cursor.id && this.total ? [this.cursor.id] : [];
    return { all: false, ids, except: [], newest: this.newest, count: ids.length, q: this.now.q };
  },
  step(by) { this.moveTo(this.cursor.index + by); },
  focus() { (this.cellAt(this.cursor.index) || this.$refs.view).focus({ preventScroll: true }); },
  async show(id) {
    const at = await this.fetchPosition(id);
    if (at != null) this.moveTo(at);
  },
  openAt(index) { const item = this.itemAt(index); if (item) this.$emit("open", { id: item.id, index, newest: this.newest }); },
  key(event) { this.listener.key(event); },
};
