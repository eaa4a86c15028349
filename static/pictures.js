// A thumbnail that cannot be loaded shows the blurred one behind it, not the browser's sign for a broken picture.
(() => {
  const NOTHING = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
  document.addEventListener("error", (event) => {
    if (event.target instanceof HTMLImageElement && event.target.matches(".mosaic-tile, .compare-thumb, .bin-picture img")) event.target.src = NOTHING;
  }, { capture: true });
})();
