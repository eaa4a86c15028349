// A row that hides what it has no room for, from its end on, and tells what that is.
export default {
  template: `<div class="overflow-row"><slot></slot></div>`,
  emits: ["over"],
  mounted() {
    this.told = "";
    this.sizer = new ResizeObserver(() => this.soon());
    this.sizer.observe(this.$el);
    this.sizer.observe(this.$el.parentElement.parentElement);
    this.watcher = new MutationObserver((changes) => { if (changes.some((one) => one.target !== this.$el && !this.fitting)) this.soon(); });
    this.watcher.observe(this.$el, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
    this.soon();
  },
  updated() { this.soon(); },
  beforeUnmount() { this.sizer.disconnect(); this.watcher.disconnect(); cancelAnimationFrame(this.frame); },
  methods: {
    soon() { cancelAnimationFrame(this.frame); this.frame = requestAnimationFrame(() => this.fit()); },
    fit() {
      const row = this.$el, parts = [...row.children].filter((part) => !part.classList.contains("hidden"));
      if (!row.isConnected || !row.getClientRects().length) return;
      for (const part of row.children) part.classList.remove("is-over");
      const style = getComputedStyle(row), gap = parseFloat(style.columnGap) || 0, over = [];
      let room = row.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) + gap + 0.5;
      for (const part of parts) { const wide = part.getBoundingClientRect().width + gap; if (wide <= room) room -= wide; else over.push(part); }
      for (const part of over) part.classList.add("is-over");
      this.watcher.takeRecords();
      const names = over.map((part) => part.dataset.act).filter(Boolean);
      if (names.join() === this.told) return;
      this.told = names.join();
      this.$emit("over", { names });
    },
  },
};
