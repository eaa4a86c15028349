// The rail at the side: where in the whole list one is, with dates or groups along it and a bubble that names the place.
const LABEL = 22; // px between two names

export class Rail {
  // element holds thumb, names and bubble; go(share) scrolls, tell(share) gives the words of a place.
  constructor(element, go, tell) {
    this.element = element; this.go = go; this.tell = tell;
    [this.names, this.thumb, this.bubble] = ["rail-names", "rail-thumb", "rail-bubble"].map((part) => element.querySelector(`.g-${part}`));
    this.bound = { down: (e) => this.down(e), move: (e) => this.move(e), up: (e) => this.up(e), leave: () => this.quiet() };
    element.addEventListener("pointerdown", this.bound.down);
    element.addEventListener("pointermove", this.bound.move);
    for (const name of ["pointerup", "pointercancel"]) element.addEventListener(name, this.bound.up);
    element.addEventListener("pointerleave", this.bound.leave);
  }

  // marks: [{share, label, short, year}] from the top down.
  setMarks(marks) {
    const room = this.element.clientHeight, key = `${room}|${marks.length}|${marks[0]?.label}|${marks[marks.length - 1]?.share}`;
    if (key === this.key) return;
    this.key = key;
    this.names.replaceChildren();
    let last = -LABEL, year = "";
    for (const mark of marks) {
      const y = mark.share * room, turn = mark.year && mark.year !== year;
      if (y - last < (turn ? LABEL * 0.8 : LABEL) || y > room - 14) continue;
      const name = document.createElement("span");
      name.textContent = turn ? mark.year : mark.short.replace(/\s*\d{4}$/, "");
      name.className = turn ? "g-rail-year" : "";
      name.style.top = `${y}px`;
      this.names.appendChild(name);
      last = y; year = mark.year;
    }
  }

  // Show where one is: both are shares of the whole.
  show(share, length) {
    const room = this.element.clientHeight, size = Math.max(36, length * room);
    this.element.classList.toggle("is-idle", length >= 1);
    this.thumb.style.height = `${size}px`;
    this.thumb.style.transform = `translateY(${share * (room - size)}px)`;
    this.size = size;
    if (this.dragging) this.point(share);
  }

  say(value, text) { this.element.setAttribute("aria-valuenow", Math.round(value * 100)); this.element.setAttribute("aria-valuetext", text); }

  share(event) {
    const box = this.element.getBoundingClientRect(), room = box.height - (this.size || 36);
    return Math.max(0, Math.min(1, (event.clientY - box.top - (this.size || 36) / 2) / Math.max(1, room)));
  }

  point(share) {
    const words = this.tell(share);
    this.bubble.textContent = words;
    this.bubble.hidden = !words;
    const room = this.element.clientHeight;
    this.bubble.style.transform = `translateY(${Math.min(room - 30, Math.max(0, share * (room - (this.size || 36)) + (this.size || 36) / 2 - 15))}px)`;
  }

  quiet() { if (!this.dragging) this.bubble.hidden = true; }

  down(event) {
    if (event.button) return;
    event.preventDefault();
    this.dragging = true;
    this.element.setPointerCapture(event.pointerId);
    this.element.classList.add("is-dragged");
    this.move(event);
  }

  move(event) {
    const share = this.share(event);
    if (this.dragging) this.go(share);
    this.point(share);
  }

  up() { if (!this.dragging) return; this.dragging = false; this.element.classList.remove("is-dragged"); this.bubble.hidden = true; }
}
