// What is selected: single products, or all that match but some.
export class Chosen {
  constructor() { this.none(); }

  none() { this.all = false; this.ids = new Set(); this.except = new Set(); }

  everything() { this.all = true; this.ids = new Set(); this.except = new Set(); }

  has(id) { return this.all ? !this.except.has(id) : this.ids.has(id); }

  set(id, on) { const set = this.all ? this.except : this.ids; if (on !== this.all) set.add(id); else set.delete(id); }

  toggle(id) { this.set(id, !this.has(id)); }

  count(total) { return this.all ? Math.max(0, total - this.except.size) : this.ids.size; }

  drop(ids) { for (const id of ids) { this.ids.delete(id); this.except.delete(id); } }

  write(most) { return this.all ? { all: true, except: [...this.except].slice(0, most) } : { ids: [...this.ids].slice(0, most) }; }

  read(kept) {
    this.none();
    if (kept?.all) { this.everything(); for (const id of kept.except || []) this.except.add(id); } else for (const id of kept?.ids || []) this.ids.add(id);
  }
}
