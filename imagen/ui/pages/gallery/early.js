// Asks for the first page of products, and for their pictures, while the rest of the page is still loading.
(() => {
  const query = new URLSearchParams(location.search), sort = query.get("sort") || "newest";
  const by = query.get("by") || (["newest", "oldest"].includes(sort) ? "day" : "");
  let place = history.state?.gallery;
  const list = new URLSearchParams(location.search);
  list.delete("view");
  try { place = place || JSON.parse(sessionStorage.getItem(`imagen-place:${location.pathname}${String(list) ? `?${list}` : ""}`)); } catch { /* nothing is kept */ }
  const asked = new URLSearchParams(), prefix = location.pathname.replace(/\/gallery$/, "");
  for (const [name, value] of [["q", query.get("q")], ["sort", sort], ["by", by === "none" ? "" : by], ["newest", place?.newest], ["seed", sort === "shuffled" ? query.get("seed") : null]]) if (value) asked.set(name, value);
  const at = place?.index || 0, page = Math.floor(at / 100), answers = (window.imagenEarly = {});
  const get = (path, more) => {
    const address = `${prefix}/api/gallery${path}?${asked}${more}`;
    return (answers[address] = fetch(address, { headers: { accept: "application/json" } }));
  };
  const seen = (answer) => answer.items.slice(at % 100, (at % 100) + 24).forEach((item) => { if (item.thumbnail_url) new Image().src = prefix + item.thumbnail_url; });
  get("", `&offset=${page * 100}&limit=100`).then((answer) => answer.clone().json()).then(seen).catch(() => {});
  if (asked.get("by")) get("/groups", "").catch(() => {});
})();
