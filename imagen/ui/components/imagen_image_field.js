// The field for input files: every way of putting a picture, a clip, a sound or a file in ends as a product id.
const own = (url) => (/^\/(?!\/)/.test(url || "") ? (window.path_prefix || "") + url : /^(blob:|data:image\/(?:webp|png|jpeg|gif);base64,)/.test(url || "") ? url : "");
const PRODUCT = "text/x-imagen-product";
const ICONS = { image: "icon icon-image", video: "icon icon-video", audio: "icon icon-audio", file: "icon icon-upload" };
const KINDS = { image: ["an image", "images"], video: ["a video", "videos"], audio: ["a sound", "sounds"], file: ["a file", "files"] };

export default {
  template: `
    <div class="imf" :class="{ over, full: products.length >= most && most > 1, some: products.length || running.length }" role="group" :aria-label="label" @dragenter.prevent="enter" @dragover.prevent="hover" @dragleave="leave" @drop.prevent="drop" @paste="paste">
      <ul v-if="products.length || running.length" class="imf-chips">
        <li v-for="p in products" :key="p.id" class="imf-chip" :class="{ titled: titled(p) }" :title="p.title"><img v-if="thumb(p)" :src="thumb(p)" :alt="p.title || ''" /><span v-else :class="icon(p.type)" aria-hidden="true"></span><span v-if="titled(p)" class="imf-title">{{ p.title }}</span><button type="button" class="imf-remove" :aria-label="'Remove ' + (p.title || kind)" @click="remove(p.id)"><span class="icon icon-close" aria-hidden="true"></span></button></li>
        <li v-for="u in running" :key="u.key" class="imf-chip" :title="u.name"><img v-if="u.preview" :src="u.preview" alt="" class="dim" /><span class="imf-share">{{ u.share == null ? '…' : Math.round(u.share * 100) + ' %' }}</span></li>
      </ul>
      <button v-if="most > 1 ? products.length + running.length < most : !products.length && !running.length" type="button" class="imf-drop" @click="$refs.file.click()"><span :class="icon(kind)" aria-hidden="true"></span><span v-if="!products.length">Drop, paste or choose {{ most > 1 ? words[1] : words[0] }}</span><span v-else>Add <span class="imf-count">{{ products.length }} of {{ most }}</span></span></button>
      <button v-else-if="most === 1" type="button" class="btn small ghost" @click="$refs.file.click()">Replace</button>
      <button v-if="pickable" type="button" class="btn small ghost" @click="$emit('pick')">Gallery…</button>
      <input ref="file" type="file" class="sr-only" tabindex="-1" aria-hidden="true" :accept="accept" :multiple="most > 1" @change="picked" />
      <ul v-if="errors.length" class="imf-errors" role="alert"><li v-for="(e, i) in errors" :key="i"><span class="icon icon-warning" aria-hidden="true"></span><span class="grow">{{ e.name ? e.name + ': ' : '' }}{{ e.message }}</span><button type="button" class="icon-btn small" aria-label="Dismiss" @click="errors.splice(i, 1)"><span class="icon icon-close" aria-hidden="true"></span></button></li></ul>
    </div>`,
  props: { initial: { type: Array, default: () => [] }, label: String, most: { type: Number, default: 1 }, accept: String, pickable: Boolean, project: String },
  emits: ["change", "pick", "taking"],
  computed: {
    kind() { const before = (this.accept || "").split("/")[0]; return before in KINDS ? before : "file"; },
    words() { return KINDS[this.kind]; },
  },
  data: () => ({ products: [], running: [], errors: [], over: false }),
  watch: { running() { this.$emit("taking", { count: this.running.length }); } },
  created() { this.products = [...this.initial]; this.depth = 0; },
  beforeUnmount() { for (const upload of this.running) if (upload.preview) URL.revokeObjectURL(upload.preview); },
  methods: {
    thumb(p) { return own(p.thumb || p.thumbnail_url); },
    icon(kind) { return ICONS[kind || this.kind] || ICONS.file; },
    titled(p) { return Boolean(p.title) && (this.kind === "audio" || this.kind === "file"); },
    // What a file says of itself is believed; of one that says nothing the server finds out what it is.
    refused(type, name) {
      const given = (type || "").split("/")[0];
      if (this.kind === "file" || !(given in KINDS) || given === this.kind) return false;
      this.errors.push({ name: "", message: `${this.label} takes ${this.words[1]}, and ${name || "this"} is ${KINDS[given][0]}.` });
      return true;
    },
    setProducts(products) { this.products = products; },
    add(product) {
      if (this.products.some((p) => p.id === product.id)) return;
      if (this.most === 1) this.products = [product];
      else if (this.products.length >= this.most) { this.errors.push({ name: "", message: `${this.label} takes ${this.most} at most. Remove one first.` }); return; }
      else this.products.push(product);
      this.changed();
    },
    remove(id) { this.products = this.products.filter((p) => p.id !== id); this.changed(); },
    changed() { this.$emit("change", { ids: this.products.map((p) => p.id) }); },
    enter() { this.depth++; this.over = true; },
    hover(event) { event.dataTransfer.dropEffect = "copy"; },
    leave() { if (--this.depth <= 0) { this.depth = 0; this.over = false; } },
    drop(event) {
      this.depth = 0; this.over = false;
      const id = event.dataTransfer.getData(PRODUCT);
      this.errors = [];
      if (id) { const known = window.imagenDragged && window.imagenDragged.id === id ? window.imagenDragged : { id, title: "" }; if (!this.refused(known.type, known.title)) this.add({ ...known }); return; }
      if (event.dataTransfer.files.length) this.upload([...event.dataTransfer.files]);
      else this.errors.push({ name: "", message: "That is no file and no product of Imagen. Save the picture first, then drop the file." });
    },
    paste(event) {
      const files = [...event.clipboardData.files];
      if (!files.length) return;
      event.preventDefault();
      this.upload(files);
    },
    picked(event) { const files = [...event.target.files]; event.target.value = ""; if (files.length) this.upload(files); },
    async upload(files) {
      this.errors = [];
      files = files.filter((file) => !this.refused(file.type, file.name));
      const room = this.most === 1 ? 1 : this.most - this.products.length - this.running.length;
      if (files.length > room) this.errors.push({ name: "", message: `${this.label} takes ${this.most} at most; the first ${Math.max(0, room)} of ${files.length} were taken.` });
      await Promise.all(files.slice(0, Math.max(0, room)).map((file) => this.send(file)));
    },
    async send(file) {
      const key = Math.random().toString(36);
      this.running = [...this.running, { key, name: file.name, share: null, preview: file.type.startsWith("image/") ? URL.createObjectURL(file) : "" }];
      const mine = this.running[this.running.length - 1];
      try {
        const { status, body } = await this.post(file, (share) => { mine.share = share; });
        for (const error of body.errors || []) this.errors.push({ name: error.name || file.name, message: error.message });
        for (const item of body.items || []) this.add({ id: item.id, thumb: item.thumbnail_url || item.thumb, title: item.title || file.name, type: item.type });
        if (!(body.items || []).length && !(body.errors || []).length) this.errors.push({ name: file.name, message: body.detail || body.title || `It could not be taken in (${status}). Try again.` });
      } catch {
        this.errors.push({ name: file.name, message: "Imagen could not be reached, so it was not taken in. Try again." });
      }
      if (mine.preview) URL.revokeObjectURL(mine.preview);
      this.running = this.running.filter((upload) => upload.key !== key);
    },
    // fetch cannot tell how far an upload is, XMLHttpRequest can.
    post(file, onShare) {
      return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest(), form = new FormData();
        form.append("files", file, file.name || "pasted.png");
        if (this.project) form.append("project_id", this.project);
        request.open("POST", (window.path_prefix || "") + "/api/products/import");
        request.setRequestHeader("X-Imagen", "1");
        request.upload.onprogress = (event) => { if (event.lengthComputable) onShare(event.loaded / event.total); };
        request.onerror = request.onabort = reject;
        request.onload = () => { let body = {}; try { body = JSON.parse(request.responseText); } catch { /* an answer without JSON is told by its status */ } resolve({ status: request.status, body }); };
        request.send(form);
      });
    },
  },
};
