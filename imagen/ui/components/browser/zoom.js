// Zoom and pan of one picture in an area: CSS pixels throughout, `scale` is CSS pixels for each picture pixel.
const MOST = 16;
const SMALL = 256; // pictures smaller than this are enlarged to be seen

export class Zoom {
  constructor() { this.natural = { w: 0, h: 0 }; this.area = { w: 0, h: 0 }; this.scale = 1; this.x = 0; this.y = 0; this.stuck = true; }

  get fit() { const { natural, area } = this; return natural.w && area.w ? Math.min(area.w / natural.w, area.h / natural.h, natural.w < SMALL ? 2 : 1) : 1; }
  get fits() { return Math.abs(this.scale - this.fit) < 0.001; }
  get full() { return 1 / (window.devicePixelRatio || 1); } // a picture pixel is a pixel of the screen
  get percent() { return Math.round((this.scale / this.full) * 100); }
  get style() { return this.natural.w ? { width: this.natural.w + "px", height: this.natural.h + "px", transform: `translate(${this.x}px, ${this.y}px) scale(${this.scale})` } : { inset: 0, width: "100%", height: "100%" }; }

  measure(w, h) { this.natural = { w: w || 0, h: h || 0 }; this.reset(); }
  resize(w, h) { this.area = { w, h }; if (this.stuck) this.reset(); else this.hold(); }
  reset() { this.scale = this.fit; this.stuck = true; this.hold(); }

  hold() {
    const grain = this.full;
    const keep = (at, size, area) => Math.round((size <= area ? (area - size) / 2 : Math.min(0, Math.max(area - size, at))) / grain) * grain;
    this.x = keep(this.x, this.natural.w * this.scale, this.area.w); this.y = keep(this.y, this.natural.h * this.scale, this.area.h);
  }

  to(scale, px, py) {
    if (!this.natural.w) return;
    const wanted = Math.min(MOST, Math.max(Math.min(this.fit, this.full), scale)), k = wanted / this.scale;
    this.x = px - (px - this.x) * k; this.y = py - (py - this.y) * k; this.scale = wanted;
    this.stuck = Math.abs(wanted - this.fit) < 0.001;
    this.hold();
  }

  by(how) {
    if (how === "fit") this.reset();
    else this.to(how === "in" ? this.scale * 1.4 : how === "out" ? this.scale / 1.4 : this.full, this.area.w / 2, this.area.h / 2);
  }

  // Between what fits and 100 %, or twice what fits where that is nearly the same.
  toggle(px, py) { if (!this.fits) this.reset(); else this.to(Math.abs(this.fit / this.full - 1) < 0.05 ? this.fit * 2 : this.full, px, py); }
  wheel(event, px, py) { this.to(this.scale * Math.exp(-(event.deltaMode ? event.deltaY * 30 : event.deltaY) * (event.ctrlKey ? 0.01 : 0.002)), px, py); }
  pan(dx, dy) { this.x += dx; this.y += dy; this.hold(); }

  // What another picture must do to show the same part: the middle as shares of the picture, and how far it is enlarged.
  get place() { return { zoom: this.scale / this.fit, cx: (this.area.w / 2 - this.x) / (this.natural.w * this.scale || 1), cy: (this.area.h / 2 - this.y) / (this.natural.h * this.scale || 1) }; }
  follow(place) {
    this.scale = this.fit * place.zoom; this.stuck = this.fits;
    this.x = this.area.w / 2 - place.cx * this.natural.w * this.scale; this.y = this.area.h / 2 - place.cy * this.natural.h * this.scale;
    this.hold();
  }
}

// One, two or more fingers on an area: pinch, drag, double tap and swipe; `on` has point(event), pinch(k, x, y), drag(dx, dy), tap2(x, y), swipe(direction), movable().
const SWIPE = 56;
export class Fingers {
  constructor(on) { this.on = on; this.down = new Map(); this.tapped = { at: 0, x: 0, y: 0 }; this.start = null; this.many = false; }

  press(event, area) {
    if (event.button) return;
    this.down.set(event.pointerId, event);
    if (this.down.size === 1) { this.start = { x: event.clientX, y: event.clientY, at: event.timeStamp }; this.many = false; } else this.many = true;
    if (area && (this.on.movable() || this.many || event.pointerType === "touch")) area.setPointerCapture?.(event.pointerId);
  }

  move(event) {
    const before = this.down.get(event.pointerId);
    if (!before) return;
    if (this.down.size === 2) {
      const other = [...this.down.values()].find((p) => p.pointerId !== event.pointerId);
      const far = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      const middle = { clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2 };
      this.on.pinch(far(event, other) / Math.max(1, far(before, other)), ...this.on.point(middle));
    } else if (this.down.size === 1 && this.on.movable()) this.on.drag(event.clientX - before.clientX, event.clientY - before.clientY);
    this.down.set(event.pointerId, event);
  }

  lift(event) {
    const known = this.down.delete(event.pointerId);
    if (!known || this.down.size || event.type === "pointercancel" || this.many) return;
    const dx = event.clientX - this.start.x, dy = event.clientY - this.start.y, quick = event.timeStamp - this.start.at < 700;
    if (event.pointerType !== "touch") return;
    if (Math.hypot(dx, dy) < 12) {
      const again = event.timeStamp - this.tapped.at < 320 && Math.hypot(event.clientX - this.tapped.x, event.clientY - this.tapped.y) < 40;
      this.tapped = { at: again ? 0 : event.timeStamp, x: event.clientX, y: event.clientY };
      if (again) this.on.tap2(...this.on.point(event));
    } else if (quick && !this.on.movable()) {
      if (Math.abs(dx) > SWIPE && Math.abs(dx) > 1.5 * Math.abs(dy)) this.on.swipe(dx < 0 ? "left" : "right");
      else if (Math.abs(dy) > SWIPE && Math.abs(dy) > 1.5 * Math.abs(dx)) this.on.swipe(dy < 0 ? "up" : "down");
    }
  }
}

export const own = (url) => (/^\/(?!\/)/.test(url || "") ? (window.path_prefix || "") + url : /^blob:/.test(url || "") ? url : "");
export const tiny = (url) => (/^data:image\/(?:webp|png|jpeg|gif);base64,/.test(url || "") ? url : "");
