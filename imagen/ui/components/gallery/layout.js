// Where everything stands: sections below one another, each a heading and rows of equal cells. Pure arithmetic.
export class Layout {
  // sections: [{count, label, …}]; a section without a label has no heading.
  constructor(sections, { width, wanted, gap, head, pad, least }) {
    this.columns = Math.max(least, Math.round((width - 2 * pad + gap) / (wanted + gap)));
    this.edge = Math.max(24, Math.floor((width - 2 * pad - gap * (this.columns - 1)) / this.columns));
    this.gap = gap; this.pad = pad; this.head = head;
    this.row = this.edge + gap;
    this.sections = sections;
    this.tops = new Float64Array(sections.length + 1);
    this.firsts = new Float64Array(sections.length + 1);
    this.rows = new Float64Array(sections.length + 1);
    let y = 0, first = 0, row = 0;
    sections.forEach((section, i) => {
      this.tops[i] = y; this.firsts[i] = first; this.rows[i] = row;
      const rows = Math.ceil(section.count / this.columns);
      y += (section.label ? head : i ? 0 : pad) + rows * this.row;
      first += section.count; row += rows;
    });
    this.tops[sections.length] = y; this.firsts[sections.length] = first; this.rows[sections.length] = row;
    this.height = y + pad;
    this.total = first;
    this.rowCount = row;
  }

  static last(numbers, length, at) { // the last place whose number is at most `at`
    let low = 0, high = length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (numbers[middle] <= at) low = middle; else high = middle - 1; }
    return low;
  }

  sectionAt(y) { return Layout.last(this.tops, this.sections.length, y); }

  sectionOf(index) { return Layout.last(this.firsts, this.sections.length, index); }

  start(section) { return this.tops[section] + (this.sections[section].label ? this.head : section ? 0 : this.pad); }

  // Where the product at a place of the whole list stands.
  spot(index) {
    const section = this.sectionOf(index), at = index - this.firsts[section];
    const row = Math.floor(at / this.columns), column = at % this.columns;
    return { section, row, column, at, x: this.pad + column * this.row, y: this.start(section) + row * this.row };
  }

  // The rows and headings that touch a stretch of the list's height.
  between(from, to) {
    const rows = [], heads = [];
    if (!this.total) return { rows, heads };
    for (let s = this.sectionAt(Math.max(0, from)); s < this.sections.length && this.tops[s] < to; s++) {
      const section = this.sections[s], start = this.start(s), count = Math.ceil(section.count / this.columns);
      if (section.label && this.tops[s] + this.head > from) heads.push(s);
      const first = Math.max(0, Math.floor((from - start) / this.row));
      for (let r = first; r < count; r++) {
        const y = start + r * this.row;
        if (y > to) break;
        rows.push({ key: `${s}:${r}`, section: s, y, at: r * this.columns, count: Math.min(this.columns, section.count - r * this.columns), index: this.firsts[s] + r * this.columns, number: this.rows[s] + r });
      }
    }
    return { rows, heads };
  }

  // The first product that is not above a height.
  indexAt(y) {
    if (!this.total) return 0;
    const s = this.sectionAt(Math.max(0, Math.min(y, this.height - 1)));
    const row = Math.max(0, Math.ceil((y - this.start(s) - this.edge / 2) / this.row));
    return Math.min(this.total - 1, this.firsts[s] + Math.min(row * this.columns, this.sections[s].count - 1));
  }

  // The product that is so many rows below or above another, in the same column where there is one.
  beside(index, rows) {
    let { section, row, column } = this.spot(index);
    for (let left = Math.abs(rows), step = Math.sign(rows); left > 0; left--) {
      row += step;
      if (row < 0) { if (!section) { row = 0; break; } section--; row = Math.ceil(this.sections[section].count / this.columns) - 1; }
      else if (row >= Math.ceil(this.sections[section].count / this.columns)) {
        if (section === this.sections.length - 1) { row--; break; }
        section++; row = 0;
      }
    }
    return this.firsts[section] + Math.min(row * this.columns + column, this.sections[section].count - 1);
  }

  // The stretches of places [from, to) that a rectangle touches.
  inside(left, top, right, bottom) {
    const found = [];
    const first = Math.max(0, Math.ceil((left - this.pad - this.edge) / this.row)), last = Math.min(this.columns - 1, Math.floor((right - this.pad) / this.row));
    if (last < first) return found;
    for (const row of this.between(top, bottom).rows) {
      if (row.y + this.edge < top || row.y > bottom || first >= row.count) continue;
      found.push([row.index + first, row.index + Math.min(last + 1, row.count)]);
    }
    return found;
  }
}
