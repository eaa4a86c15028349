// Keys between asking for a dialog and its field being there: they are meant for the field, and act on nothing else.
const PATIENCE = 3000; // milliseconds; a dialog that has not come by then does not come
const ACTING = ["Enter", "Delete"]; // without a field yet they would act on what is selected
const FIELD = ":is(.q-dialog, .q-menu) :is(input:not([type=checkbox], [type=radio], [type=range]), textarea)";

export class HeldKeys {
  constructor() {
    this.until = 0;
    this.text = "";
    this.listeners = [
      ["click", (event) => { if (event.target instanceof Element && event.target.closest("[data-asks]")) this.begin(); }],
      ["pointerdown", () => this.end()], // whoever goes on by mouse has given the field up
      ["keydown", (event) => this.take(event)],
      ["focusin", (event) => this.give(event.target)],
    ];
    for (const [name, heard] of this.listeners) document.addEventListener(name, heard, true);
  }

  stop() { for (const [name, heard] of this.listeners) document.removeEventListener(name, heard, true); }

  begin() { this.until = performance.now() + PATIENCE; this.text = ""; }

  end() { this.until = 0; this.text = ""; }

  take(event) {
    if (performance.now() > this.until || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" || document.activeElement?.matches(FIELD)) { this.end(); return; }
    if (event.key === "Backspace") this.text = this.text.slice(0, -1);
    else if (event.key.length === 1) this.text += event.key;
    else if (!ACTING.includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  give(field) {
    if (!this.until || !(field instanceof Element) || !field.matches(FIELD)) return;
    const text = this.text;
    this.end();
    // After the field's own listeners, which may select what stands in it, and before the next key.
    if (text) queueMicrotask(() => { if (document.activeElement === field) document.execCommand("insertText", false, text); });
  }
}
