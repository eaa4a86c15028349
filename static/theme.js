// Applies the chosen theme before the first paint; "system" leaves the choice to the system.
(() => {
  const key = "imagen-theme";
  const read = () => { try { return localStorage.getItem(key) || "system"; } catch { return "system"; } };
  const apply = (theme) => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  apply(read());
  window.imagenTheme = {
    get: read,
    set(theme) {
      try { localStorage.setItem(key, theme); } catch { /* a browser that keeps nothing still shows the theme */ }
      apply(theme);
      document.dispatchEvent(new CustomEvent("imagen-theme", { detail: theme }));
    },
    next() {
      const dark = matchMedia("(prefers-color-scheme: light)").matches ? ["system", "dark", "light"] : ["system", "light", "dark"];
      this.set(dark[(dark.indexOf(read()) + 1) % 3]);
    },
  };
  window.addEventListener("storage", (event) => { if (event.key === key) apply(read()); });
})();
