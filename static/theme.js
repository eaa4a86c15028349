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
    // The other one than is seen; what the system says is chosen in the settings.
    turn() {
      const chosen = read(), isDark = chosen === "system" ? !matchMedia("(prefers-color-scheme: light)").matches : chosen === "dark";
      this.set(isDark ? "light" : "dark");
    },
  };
  window.addEventListener("storage", (event) => { if (event.key === key) apply(read()); });
})();
