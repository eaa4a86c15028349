// A list may be higher than browsers make elements: its height is then scaled down, and small steps stay as long as they are.
const HIGHEST = 6_000_000;

export class Scroll {
  constructor(view, space) { this.view = view; this.space = space; this.shift = 0; this.height = 0; this.at = 0; this.own = null; }

  get room() { return this.view.clientHeight; }
  get most() { return Math.max(0, this.height - this.room); }
  get mostShown() { return Math.max(0, Math.min(this.height, HIGHEST) - this.room); }
  get scaled() { return this.height > HIGHEST; }

  resize(height) {
    this.height = height;
    const shown = `${Math.min(height, HIGHEST)}px`;
    if (this.space.style.height !== shown) this.space.style.height = shown;
  }

  // Read where the browser has scrolled to.
  read() {
    const now = this.view.scrollTop;
    if (!this.scaled) { this.shift = 0; this.at = Math.max(0, Math.min(now, this.most)); return this.at; }
    if (this.own !== null && Math.abs(now - this.own) < 2) { this.own = null; this.before = now; return this.at; }
    const step = now - (this.before ?? 0);
    this.before = now;
    if (Math.abs(step) > this.room * 3) { this.at = (now / this.mostShown) * this.most; this.shift = this.at - now; }
    else { this.at = Math.max(0, Math.min(this.most, this.at + step)); this.shift = this.at - now; }
    return this.at;
  }

  go(at) {
    this.at = Math.max(0, Math.min(this.most, at));
    if (this.scaled) {
      const shown = Math.round((this.at / this.most) * this.mostShown);
      this.own = this.before = shown;
      this.view.scrollTop = shown;
      this.shift = this.at - shown;
    } else { this.shift = 0; this.view.scrollTop = this.at; }
  }

  // When it stands still, stand where the share of the whole says; nothing moves in sight.
  settle() { if (this.scaled) this.go(this.at); }
}
