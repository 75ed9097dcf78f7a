// Keys and switches that every page has: the command bar, the theme, skipping to the content. Knows no page.
(() => {
  const THEMES = {auto: null, light: false, dark: true};

  const wear = (theme) => {
    document.cookie = `shuangyuan_theme=${theme};path=/;max-age=31536000;samesite=lax`;
    if (typeof setDark === "function") setDark(THEMES[theme]);
    document.querySelectorAll("[data-theme-to]").forEach((one) =>
      one.setAttribute("aria-checked", String(one.dataset.themeTo === theme)));
  };

  const rows = (box) => [...box.querySelectorAll("input, a[href]")].filter((one) => one.offsetParent);

  const step = (box, by) => {
    const all = rows(box), at = all.indexOf(document.activeElement);
    all[Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
  };

  document.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-theme-to]")?.dataset.themeTo;
    if (theme in THEMES) wear(theme);
    if (event.target.closest(".sy-skip")) {
      event.preventDefault();
      const page = document.querySelector(".q-page");
      page?.setAttribute("tabindex", "-1");
      page?.focus();
    }
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      document.getElementById("sy-command")?.click();
      return;
    }
    const box = event.target.closest?.(".sy-command");
    if (!box || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(box, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && event.target.tagName === "INPUT") {
      event.preventDefault();
      box.querySelector("a[href]")?.click();
    }
  }, true);
})();
