// Keys and switches that every page has: the command bar, the theme, skipping to the content. Knows no page.
(() => {
  const THEMES = {auto: null, light: false, dark: true};

  const wear = (theme) => {
    document.cookie = `shuangyuan_theme=${theme};path=/;max-age=31536000;samesite=lax`;
    if (typeof setDark === "function") setDark(THEMES[theme]);
    document.querySelectorAll("[data-theme-to]").forEach((one) =>
      one.setAttribute("aria-checked", String(one.dataset.themeTo === theme)));
  };

  // A picture of a question to the server, its text (or why not) back. Nothing else leaves the page.
  window.syPicture = async (file, csrf, tell) => {
    const form = new FormData();
    form.append("file", file, "picture");
    try {
      const answer = await fetch("/api/pictures/text", {method: "POST", body: form, headers: {"X-CSRF-Token": csrf}});
      tell(await answer.json());
    } catch {
      tell({});
    }
  };

  // Where the page is not on a safe address the browser lends no clipboard: a field that is selected serves as well.
  window.syCopy = async (text) => {
    if (navigator.clipboard) {
      try { return await navigator.clipboard.writeText(text); } catch { /* the field below */ }
    }
    const box = Object.assign(document.createElement("textarea"), {value: text});
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  };

  let bubble = null;
  const hush = () => { bubble?.remove(); bubble = null; };
  const quote = (chip) => {
    hush();
    bubble = Object.assign(document.createElement("div"), {className: "sy-quote", role: "tooltip"});
    const from = Object.assign(document.createElement("div"), {className: "sy-quote-from", textContent: chip.dataset.from});
    const said = Object.assign(document.createElement("div"), {textContent: chip.dataset.quote, dir: "auto"});
    bubble.append(from, said);
    document.body.append(bubble);
    const at = chip.getBoundingClientRect(), size = bubble.getBoundingClientRect();
    bubble.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    bubble.style.top = `${at.top > size.height + 12 ? at.top - size.height - 6 : at.bottom + 6}px`;
  };
  const pointed = (event) => {
    const chip = event.target.closest?.("[data-quote]");
    if (chip) quote(chip);
    else if (!event.target.closest?.(".sy-quote")) hush();
  };
  document.addEventListener("mouseover", pointed);
  document.addEventListener("focusin", pointed);
  document.addEventListener("scroll", hush, true);

  const rows = (box) => [...box.querySelectorAll("input, a[href]")].filter((one) => one.offsetParent);

  const step = (box, by) => {
    const all = rows(box), at = all.indexOf(document.activeElement);
    all[Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
  };

  document.addEventListener("click", (event) => {
    hush();
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
    if (event.key === "Escape") hush();
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
