// Draws one thumbnail tile: planned, running, failed, one that needs a person, blocked, cancelled, or a product. Only text nodes are ever made from data.
const WORDS = { planned: "planned", running: "running", failed: "failed", attention: "needs you", blocked: "blocked", cancelled: "cancelled" };
const ICONS = { planned: "planned", running: "running", failed: "failed", attention: "warning", blocked: "blocked", cancelled: "close" };
const TELLS_WHY = new Set(["failed", "attention", "blocked"]);

const make = (tag, classes, parent) => {
  const element = document.createElement(tag);
  element.className = classes;
  if (parent) parent.appendChild(element);
  return element;
};

const safeUrl = (url) => (/^(\/(?!\/)|data:image\/(?:webp|png|jpeg|gif);base64,|blob:)/.test(url || "") ? url : "");

export const withPrefix = (url) => (url && url.startsWith("/") ? (window.path_prefix || "") + url : url);

export function describe(item) {
  const state = item.kind === "product" ? "" : WORDS[item.kind] || item.kind;
  const share = item.kind === "running" && item.progress != null ? `${Math.round(item.progress * 100)} %` : "";
  return [item.title, state, share || (item.kind === "running" ? item.note : ""), TELLS_WHY.has(item.kind) ? item.error : "", item.liked ? "liked" : "", item.type && item.type !== "image" ? item.type : ""].filter(Boolean).join(", ");
}

export function makeTile() {
  const tile = make("div", "tile");
  tile.setAttribute("role", "option");
  return tile;
}

export function fillTile(tile, item, prefix = "") {
  const shape = [item.kind, item.word, item.thumb, item.placeholder, item.type, item.error ? 1 : 0].join("\u0001");
  tile.dataset.id = item.id;
  tile.id = prefix + item.id;
  tile.draggable = item.kind === "product";
  tile.setAttribute("aria-label", describe(item));
  tile.title = [item.title, TELLS_WHY.has(item.kind) ? item.error : item.kind === "running" ? item.note : ""].filter(Boolean).join("\n");
  if (tile.dataset.shape !== shape) {
    tile.dataset.shape = shape;
    tile.className = `tile tile-${item.kind in WORDS ? item.kind : "product"}`;
    tile.replaceChildren();
    if (item.kind === "product") product(tile, item); else state(tile, item);
  }
  if (item.kind === "running") running(tile, item.progress, item.note);
  if (item.kind === "product") liked(tile, item.liked);
}

function product(tile, item) {
  const blur = safeUrl(item.placeholder);
  tile.style.backgroundImage = blur ? `url("${blur}")` : "";
  const url = withPrefix(safeUrl(item.thumb));
  if (url) {
    const image = make("img", "tile-image", tile);
    image.alt = "";
    image.decoding = "async";
    image.draggable = false;
    image.onload = () => image.classList.add("there");
    image.onerror = () => { image.remove(); if (!tile.querySelector(".tile-icon")) make("span", "tile-icon icon icon-image", tile); };
    image.src = url;
    if (image.complete) image.classList.add("there");
  } else if (!blur) make("span", `tile-icon icon icon-${item.type === "audio" ? "audio" : item.type === "video" ? "video" : "image"}`, tile);
  if (item.type === "video" || item.type === "audio") make("span", `tile-type icon icon-${item.type === "video" ? "play" : "audio"}`, make("span", "tile-mark at-left", tile));
}

function state(tile, item) {
  const blur = safeUrl(item.placeholder);
  tile.style.backgroundImage = blur ? `url("${blur}")` : "";
  const box = make("span", "tile-state", tile);
  make("span", `icon icon-${ICONS[item.kind] || "info"}`, box);
  make("span", "tile-word", box).textContent = item.word || WORDS[item.kind] || item.kind;
  if (item.kind === "running") make("span", "", make("span", "tile-bar", tile));
}

function running(tile, share, note) {
  const known = share != null;
  tile.classList.toggle("unknown", !known);
  tile.querySelector(".tile-word").textContent = known ? `${Math.round(share * 100)} %` : note || "running";
  tile.querySelector(".tile-bar > span").style.width = known ? `${share * 100}%` : "";
}

function liked(tile, on) {
  const mark = tile.querySelector(".tile-liked");
  if (on && !mark) make("span", "icon icon-heart-filled", make("span", "tile-mark tile-liked", tile));
  else if (!on && mark) mark.remove();
}
