// Questions to this server, the address of a list, and the place in it that a reload comes back to.
const prefix = () => window.path_prefix || "";

export async function ask(path, asked, signal) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== null && value !== undefined && value !== "") query.set(name, value);
  const address = `${prefix()}/api/gallery${path}?${query}`, early = window.imagenEarly?.[address];
  if (early) delete window.imagenEarly[address]; // it was asked for before the page had loaded; each answer serves once
  const answer = await (early || fetch(address, { signal, headers: { accept: "application/json" } }));
  if (answer.ok) return answer.json();
  const error = new Error(String(answer.status));
  try { const told = await answer.json(); error.said = told.detail || told.title; } catch { error.said = `Imagen answered with ${answer.status}.`; }
  throw error;
}

// By day from the newest on is what an address says that says nothing; other orders are not divided unless it is said.
const TIMES = ["newest", "oldest"];
const usual = (sort) => (TIMES.includes(sort) ? "day" : "none");

export function addressOf({ q, sort, by, seed }) {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  if (sort && sort !== "newest") query.set("sort", sort);
  if (by && by !== usual(sort || "newest")) query.set("by", by);
  if (sort === "shuffled" && seed) query.set("seed", seed);
  const tail = String(query);
  return location.pathname + (tail ? `?${tail}` : "");
}

export function askedOf(place) {
  const query = new URLSearchParams(place.search), sort = query.get("sort") || "newest";
  return { q: query.get("q") || "", sort, by: query.get("by") || usual(sort), seed: Math.max(0, Number.parseInt(query.get("seed"), 10) || 0) };
}

// The address without what lies over the list.
export function listAddress() {
  const query = new URLSearchParams(location.search);
  query.delete("view");
  const tail = String(query);
  return location.pathname + (tail ? `?${tail}` : "");
}

export const viewedIn = (place) => new URLSearchParams(place.search).get("view");

// Note in the address what is looked at, so that a reload leads back to it: Back closes it, walking on adds no steps.
export function noteViewed(id) {
  const now = viewedIn(location);
  if (id === now) return;
  if (!id) {
    if (history.state?.viewing) history.back(); else history.replaceState(history.state, "", listAddress());
    return;
  }
  const list = listAddress(), address = `${list}${list.includes("?") ? "&" : "?"}view=${encodeURIComponent(id)}`;
  if (now) history.replaceState(history.state, "", address); else history.pushState({ ...history.state, viewing: true }, "", address);
}

const key = (asked) => `imagen-place:${addressOf(asked)}`;

export function keepPlace(asked, place) {
  try { if (addressOf(asked) === listAddress()) history.replaceState({ ...history.state, gallery: place }, ""); } catch { /* some browsers allow only so many in a while */ }
  // What is selected belongs to this visit alone: it comes back with it, and not to who comes here anew.
  try { sessionStorage.setItem(key(asked), JSON.stringify({ ...place, chosen: undefined })); } catch { /* a browser that keeps nothing begins at the top */ }
}

export function keptPlace(asked) {
  if (history.state?.gallery) return history.state.gallery;
  try { return JSON.parse(sessionStorage.getItem(key(asked))); } catch { return null; }
}
