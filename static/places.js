// Has a reload, and going back, stand where the page was scrolled to. Lists that are filled bit by bit keep their own place.
(() => {
  const KEPT = ["#main", ".side-panel", ".split-side", ".lookup-place", ".choices-view"];
  const PATIENCE = 8000; // milliseconds, for what is shown bit by bit
  const key = (kept) => `imagen-place ${kept} ${location.pathname}${location.search}`;
  const read = (kept) => { try { return JSON.parse(sessionStorage.getItem(key(kept))); } catch { return null; } };
  const came = performance.getEntriesByType("navigation")[0]?.type;
  const until = performance.now() + PATIENCE;
  const wanted = new Map(came === "reload" || came === "back_forward" ? KEPT.map((kept) => [kept, read(kept)]).filter(([, place]) => place) : []);

  document.addEventListener("scroll", (event) => {
    const kept = event.target instanceof Element && KEPT.find((one) => event.target.matches(one));
    if (!kept || wanted.has(kept)) return;
    try { sessionStorage.setItem(key(kept), JSON.stringify([event.target.scrollLeft, event.target.scrollTop])); } catch { /* then it is forgotten */ }
  }, { capture: true, passive: true });

  const release = () => wanted.clear(); // whoever has begun to move about is not taken elsewhere
  for (const act of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(act, release, { capture: true, passive: true, once: true });

  const put = () => {
    for (const [kept, [left, top]] of wanted) {
      const element = document.querySelector(kept);
      if (!element) continue;
      element.scrollTo({ left, top, behavior: "instant" });
      if (Math.abs(element.scrollTop - top) < 2 && Math.abs(element.scrollLeft - left) < 2) wanted.delete(kept);
    }
    if (wanted.size && performance.now() < until) setTimeout(put, 60);
    else wanted.clear();
  };
  if (wanted.size) put();
})();
