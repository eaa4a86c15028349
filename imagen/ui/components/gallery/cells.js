// Draws one product as a cell of few elements: a picture, and marks only where there is something to mark.
const STATES = { blocked: ["blocked", "blocked"], missing: ["missing", "file missing"], unchecked: ["warning", "unchecked"], deleted: ["bin", "deleted"] };
const RATINGS = ["failed", "poor", "acceptable", "good", "excellent"];
const safe = (url) => (/^(\/(?!\/)|data:image\/(?:webp|png|jpeg|gif);base64,)/.test(url || "") ? url : "");
const withPrefix = (url) => (url && url.startsWith("/") ? (window.path_prefix || "") + url : url);

const make = (tag, classes, parent) => { const element = document.createElement(tag); element.className = classes; parent.appendChild(element); return element; };

const seconds = (ms) => { const all = Math.max(0, Math.round(ms / 1000)); return `${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`; };

export function makeCell() {
  const cell = document.createElement("div");
  cell.className = "g-cell";
  cell.setAttribute("role", "gridcell");
  cell.tabIndex = -1;
  const image = make("img", "g-image", cell);
  image.alt = ""; image.decoding = "async"; image.draggable = false;
  image.onload = () => { image.classList.add("there"); };
  image.onerror = () => {
    if (!image.getAttribute("src")) return;
    image.removeAttribute("src");
    cell.classList.add("is-broken");
    if (cell.item) marks(cell, cell.item);
  };
  cell.image = image; cell.marks = [];
  return cell;
}

function describe(item) {
  const state = STATES[item.state];
  return [item.name || { video: "Video", audio: "Sound" }[item.type] || "Image", item.type !== "image" ? item.type : "", item.duration_ms ? seconds(item.duration_ms) : "", state ? state[1] : "", item.rating != null ? `rated ${RATINGS[item.rating]}` : "", item.liked ? "liked" : "", item.tags?.length ? `${item.tags.length} ${item.tags.length === 1 ? "tag" : "tags"}` : ""].filter(Boolean).join(", ");
}

function mark(cell, classes, text = "") { const made = make("span", `g-mark ${classes}`, cell); if (text) made.textContent = text; cell.marks.push(made); }

function marks(cell, item) {
  for (const old of cell.marks) old.remove();
  cell.marks = [];
  const state = STATES[item.state];
  if (state) mark(cell, `g-state icon-${state[0] === "missing" ? "warning" : state[0]}`, state[1]);
  else if (cell.classList.contains("is-broken")) mark(cell, "g-state icon-warning", "cannot be shown");
  else if (item.type === "audio" && !item.thumbnail_url) mark(cell, "g-state icon-audio", "");
  if (item.liked) mark(cell, "g-liked icon-heart-filled");
  if (item.tags?.length) mark(cell, `g-tags icon-tag ${item.liked ? "beside" : ""}`, String(item.tags.length));
  if (item.rating != null) mark(cell, `g-rating g-${RATINGS[item.rating]}`);
  if (item.type === "video" || item.type === "audio") mark(cell, `g-kind icon-${item.type === "video" ? "play" : "audio"}`, item.duration_ms ? seconds(item.duration_ms) : "");
}

// The address of the picture a cell of so many device pixels should show.
export function wants(item, pixels) { return withPrefix(safe((pixels > 340 && item.large_thumbnail_url) || item.thumbnail_url)); }

export function clearCell(cell) {
  cell.item = null; cell.shape = ""; cell.url = "";
  cell.className = "g-cell is-blank";
  cell.image.removeAttribute("src");
  cell.image.className = "g-image";
  cell.style.backgroundImage = "";
  cell.removeAttribute("aria-label");
  delete cell.dataset.id;
  for (const old of cell.marks) old.remove();
  cell.marks = [];
}

// Show an item; with `now` its picture too, else only what is known of it, for what is scrolled past.
export function fillCell(cell, item, pixels, now) {
  const shape = `${item.id}|${item.liked}|${item.rating}|${item.state}|${item.tags?.join()}|${item.thumbnail_url}|${item.name}`;
  if (cell.shape !== shape) {
    const other = !cell.item || cell.item.id !== item.id || cell.item.thumbnail_url !== item.thumbnail_url;
    cell.shape = shape; cell.item = item;
    if (other) {
      cell.className = `g-cell is-${item.state}`;
      cell.image.removeAttribute("src"); cell.image.className = "g-image"; cell.url = "";
      const blur = safe(item.placeholder);
      cell.style.backgroundImage = blur ? `url("${blur}")` : "";
      cell.dataset.id = item.id;
    }
    cell.setAttribute("aria-label", describe(item));
    cell.title = item.name || "";
    marks(cell, item);
  } else cell.item = item;
  if (!now) return;
  const url = item.state === "blocked" ? "" : wants(item, pixels);
  if (url && cell.url !== url) {
    cell.url = url;
    cell.image.src = url;
    if (cell.image.complete && cell.image.naturalWidth) cell.image.classList.add("there");
  }
}
