// Files that are dropped on the page, and pictures and addresses that are pasted into it, go to an upload.
const isTyping = (target) => target instanceof Element && !!target.closest("input:not([type=range]):not([type=checkbox]), textarea, [contenteditable=true]");
const hasFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
const isAddress = (text) => /^https?:\/\/\S+$/.test(text);

export default {
  template: `<div><div v-if="over" class="intake" aria-hidden="true"><div class="intake-box"><span class="icon icon-upload"></span>Drop to import</div></div></div>`,
  emits: ["files", "address"],
  data: () => ({ over: false }),
  mounted() {
    this.calls = {
      dragover: (event) => { if (!hasFiles(event) || this.busy()) return; event.preventDefault(); event.dataTransfer.dropEffect = "copy"; this.over = true; },
      dragleave: (event) => { if (!event.relatedTarget) this.over = false; },
      drop: (event) => { this.over = false; if (!hasFiles(event) || event.defaultPrevented || this.busy()) return; event.preventDefault(); this.give([...event.dataTransfer.files]); },
      paste: (event) => this.paste(event),
    };
    for (const [name, call] of Object.entries(this.calls)) document.addEventListener(name, call);
  },
  beforeUnmount() { for (const [name, call] of Object.entries(this.calls)) document.removeEventListener(name, call); },
  methods: {
    // Dialogs have places of their own to drop things on.
    busy() { return !!document.querySelector(".q-dialog__inner .dialog, .viewer-over .viewer"); },
    give(files) {
      if (!files.length) return;
      this.held = [...(this.held || []), ...files];
      this.$emit("files", {});
    },
    // The upload may only now have been made, and its script be on the way.
    into(upload) {
      const taker = getElement(upload)?.$refs.qRef;
      if (taker) { if (this.held.length) taker.addFiles(this.held.splice(0)); }
      else if (this.$el.isConnected) setTimeout(() => this.into(upload), 20);
    },
    paste(event) {
      if (isTyping(event.target) || this.busy()) return;
      const files = [...(event.clipboardData?.files || [])];
      if (files.length) { event.preventDefault(); this.give(files); return; }
      const text = (event.clipboardData?.getData("text/plain") || "").trim();
      if (isAddress(text)) { event.preventDefault(); this.$emit("address", { text }); }
    },
  },
};
