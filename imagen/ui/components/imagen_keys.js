// The key handler of a page and the list of keys that `?` opens.
import { HeldKeys } from "imagen-browser";

const LABELS = { Enter: "↵", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Delete: "Del", Escape: "Esc", " ": "Space" };
const partsOf = (key) => (key.endsWith("+") ? [...key.slice(0, -1).split("+").filter(Boolean), "+"] : key.split("+"));
const say = (key) => partsOf(key).map((part) => LABELS[part] || (part.length === 1 ? part.toUpperCase() : part)).join(" ");

function parse(key) {
  const parts = partsOf(key);
  const last = parts.pop();
  return { name: last.length === 1 ? last.toLowerCase() : last, ctrl: parts.includes("Ctrl"), shift: parts.includes("Shift"), alt: parts.includes("Alt") };
}

function matches(event, wanted) {
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (name !== wanted.name || (event.ctrlKey || event.metaKey) !== wanted.ctrl || event.altKey !== wanted.alt) return false;
  // Shift is part of how many signs are typed (`?`), so it only counts where it is asked for or with named keys.
  return wanted.shift ? event.shiftKey : event.key.length === 1 || !event.shiftKey;
}

function typing(target, event) {
  if (!(target instanceof Element)) return false;
  if (target.closest("[contenteditable=true], textarea, select, [role=combobox], [role=textbox]")) return true;
  const input = target.closest("input");
  if (input) return !["checkbox", "radio", "button", "submit"].includes(input.type) || event.key === " ";
  if (target.closest("button, a, summary") && (event.key === "Enter" || event.key === " ")) return true;
  return event.key.startsWith("Arrow") && !!target.closest("video, audio, [role=radiogroup], [role=menu], [role=slider], [role=tablist]");
}

const EDITING = "zyacvx";
// What is fading out has had its last key: the next one belongs to what comes into sight.
const visible = (element) => element.getClientRects().length > 0 && !element.closest("[class*=leave-active]");

export default {
  template: `
    <div>
      <div v-if="shown" class="over" @click.self="close" @keydown="trap">
        <div ref="box" class="over-box keys-box" role="dialog" aria-modal="true" aria-label="Keys" tabindex="-1">
          <div class="over-head"><span>Keys</span><button type="button" class="icon-btn" aria-label="Close" @click="close"><span class="icon icon-close" aria-hidden="true"></span></button></div>
          <div class="keys-body">
            <div v-for="group in groups" :key="group.name" class="keys-group">
              <h2>{{ group.name }}</h2>
              <div v-for="row in group.rows" :key="row.key + row.label" class="keys-row"><span>{{ row.label }}</span><kbd>{{ row.shown }}</kbd></div>
            </div>
          </div>
        </div>
      </div>
    </div>`,
  props: { bindings: { type: Array, default: () => [] } },
  emits: ["key"],
  data: () => ({ shown: false, groups: [], before: null }),
  mounted() {
    this.held = new HeldKeys(); // first, since it takes keys before all others
    this.entered = new WeakSet(); // the grids that had the focus once
    this.entering = (event) => { const grid = event.target instanceof Element && event.target.closest("[role=grid]"); if (grid) this.entered.add(grid); };
    document.addEventListener("focusin", this.entering);
    this.listener = (event) => this.press(event);
    document.addEventListener("keydown", this.listener);
    this.early = (event) => { this.rove(event); this.passSelects(event); };
    document.addEventListener("keydown", this.early, true);
    this.sheets = (event) => this.sheet(event);
    document.addEventListener("click", this.sheets);
  },
  unmounted() {
    this.held.stop();
    document.removeEventListener("focusin", this.entering);
    document.removeEventListener("keydown", this.listener);
    document.removeEventListener("keydown", this.early, true);
    document.removeEventListener("click", this.sheets);
  },
  methods: {
    press(event) {
      if (event.defaultPrevented || event.isComposing || event.repeat && event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      if (event.key === "Escape" && this.shown) { this.close(); event.preventDefault(); return; }
      if (document.querySelector(".over")) return;
      if (event.key === "Escape" && [...document.querySelectorAll(".q-menu")].some(visible)) return; // it closes that menu
      const scope = this.scope();
      if (typing(event.target, event)) {
        if (!event.ctrlKey && !event.metaKey && event.key !== "Escape") return;
        if (EDITING.includes(event.key.toLowerCase()) && event.key.length === 1) return; // undo, copy and the like belong to the field
      }
      if (event.key === "Escape" && this.closeSheets()) return;
      for (const element of [...scope.querySelectorAll("[data-key]")].reverse()) {
        if (!matches(event, parse(element.dataset.key)) || !visible(element) || element.disabled || element.getAttribute("aria-busy") === "true") continue;
        event.preventDefault();
        if (document.activeElement && document.activeElement !== document.body) document.activeElement.dispatchEvent(new CustomEvent("imagen-flush", { bubbles: true }));
        element.click();
        return;
      }
      if (event.key === "?" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); this.open(); return; }
      if (scope !== document) return;
      for (const binding of [...this.bindings].reverse()) {
        if (!binding.id || !matches(event, parse(binding.key))) continue;
        event.preventDefault();
        if (binding.asks) this.held.begin();
        if (binding.to) this.handOver(event, binding.to); else this.$emit("key", { id: binding.id });
        return;
      }
    },
    // A key for a grid that somebody was in before acts there at once; another grid is only entered by it.
    handOver(event, to) {
      const grid = document.getElementById(to)?.querySelector("[role=grid]");
      if (!grid) return;
      if (this.entered.has(grid)) grid.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, shiftKey: event.shiftKey, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
      if (!grid.contains(document.activeElement)) (grid.querySelector("[role=gridcell][tabindex='0']") || grid).focus({ preventScroll: true });
    },
    scope() {
      const dialogs = [...document.querySelectorAll(".q-dialog .q-dialog__inner")].filter(visible);
      return dialogs.length ? dialogs[dialogs.length - 1] : document;
    },
    passSelects(event) {
      // A select takes every Enter for itself; with Ctrl it is meant for the page.
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.closest?.("[role=combobox]")) return;
      this.press(event);
      if (event.defaultPrevented) event.stopPropagation();
    },
    rove(event) {
      const group = event.target instanceof Element && event.target.closest("[data-roving]");
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!group || !step) return;
      const items = [...group.querySelectorAll("[role=radio]")];
      const next = items[(items.indexOf(event.target) + step + items.length) % items.length];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.click();
    },
    sheet(event) {
      if (!(event.target instanceof Element)) return;
      const opener = event.target.closest("[data-opens]");
      const panel = opener && document.getElementById(opener.dataset.opens);
      if (panel) {
        const open = panel.classList.toggle("open");
        opener.setAttribute("aria-expanded", String(open));
        if (open) panel.querySelector("button, input, a, select, textarea")?.focus();
        return;
      }
      if (event.target.closest("[data-closes]") || !event.target.closest(".side-panel.as-sheet, .q-menu, .q-dialog")) this.closeSheets();
    },
    closeSheets() {
      const open = [...document.querySelectorAll(".side-panel.as-sheet.open")];
      open.forEach((panel) => panel.classList.remove("open"));
      return open.length > 0;
    },
    open() {
      const groups = new Map();
      const add = (group, key, label) => {
        if (!groups.has(group)) groups.set(group, []);
        const rows = groups.get(group);
        if (!rows.some((row) => row.key === key && row.label === label)) rows.push({ key, label, shown: say(key) });
      };
      const scope = this.scope(); // in a dialog only its own keys work
      for (const element of scope.querySelectorAll("[data-key]")) if (visible(element)) add("This page", element.dataset.key, element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent);
      for (const binding of scope === document ? this.bindings : []) add(binding.group, binding.key, binding.label);
      add("Everywhere", "?", "Show this list");
      this.groups = [...groups].map(([name, rows]) => ({ name, rows }));
      this.before = document.activeElement;
      this.shown = true;
      this.$nextTick(() => this.$refs.box.focus());
    },
    close() {
      this.shown = false;
      if (this.before && this.before.isConnected) this.before.focus();
    },
    trap(event) {
      if (event.key !== "Tab") return;
      event.preventDefault();
      this.$refs.box.querySelector("button").focus();
    },
  },
};
