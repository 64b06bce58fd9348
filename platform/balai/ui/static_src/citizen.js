// A form is sent once, and a letter in the making is looked after; everything works without this.
(() => {
  document.querySelectorAll("form[method=post]").forEach((form) => {
    let sent = false;
    form.addEventListener("submit", (e) => { if (sent) e.preventDefault(); sent = true; setTimeout(() => { sent = false; }, 4000); });
  });
  const summary = document.querySelector(".summary"); if (summary) summary.focus();
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const key = "draft:" + form.dataset.draft;
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "{}");
      for (const [name, value] of Object.entries(kept)) { const f = form.elements[name]; if (f && !f.value && f.type !== "password" && f.type !== "file") f.value = value; }
      form.addEventListener("input", () => {
        const now = {};
        for (const f of form.elements) if (f.name && f.type !== "password" && f.type !== "file" && f.type !== "hidden" && f.type !== "radio" && f.type !== "checkbox") now[f.name] = f.value;
        localStorage.setItem(key, JSON.stringify(now));
      });
      form.addEventListener("submit", () => localStorage.removeItem(key));
    } catch { /* no storage: no drafts */ }
  });
  document.querySelectorAll("[data-reload]").forEach((box) => setTimeout(() => location.reload(), Number(box.dataset.reload) * 1000));
  document.addEventListener("click", (e) => { if (e.target.closest("[data-print]")) window.print(); });
})();
