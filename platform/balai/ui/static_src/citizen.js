// A form is sent once, and a letter in the making is looked after; everything works without this.
(() => {
  const all = (selector) => document.querySelectorAll(selector);
  all("form[method=post]").forEach((form) => {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) { event.preventDefault(); return; }
      sent = true;
      setTimeout(() => { sent = false; }, 4000);
    });
  });
  addEventListener("pageshow", (event) => { if (event.persisted) document.querySelector(".summary")?.focus(); });
  document.querySelector(".summary")?.focus();

  // What was typed stays on this phone until the letter is sent; never a PIN, never a file.
  const kept = (field) => field.name && !["password", "file", "hidden", "radio", "checkbox", "submit"].includes(field.type);
  all("form[data-draft]").forEach((form) => {
    const key = `draft:${form.dataset.draft}`;
    try {
      const before = JSON.parse(localStorage.getItem(key) || "{}");
      for (const field of form.elements) if (kept(field) && !field.value && before[field.name]) field.value = before[field.name];
      form.addEventListener("input", () => {
        const now = {};
        for (const field of form.elements) if (kept(field)) now[field.name] = field.value;
        localStorage.setItem(key, JSON.stringify(now));
      });
      form.addEventListener("submit", () => localStorage.removeItem(key));
    } catch { /* no storage: no drafts */ }
  });

  all("input[data-digits]").forEach((input) => {
    const out = document.getElementById(`${input.id}_count`);
    const show = () => {
      const count = input.value.replace(/\D/g, "").length;
      if (out) out.textContent = count ? `${count} dari ${input.dataset.digits} angka` : "";
    };
    input.addEventListener("input", show);
    show();
  });
  all("input[type=file][data-max]").forEach((input) => input.addEventListener("change", () => {
    const big = [...input.files].find((file) => file.size > Number(input.dataset.max));
    input.setCustomValidity(big ? input.dataset.tooBig : "");
    if (big) { input.reportValidity(); input.value = ""; input.setCustomValidity(""); }
  }));
  all("[data-reload]").forEach((box) => setTimeout(() => location.reload(), Number(box.dataset.reload) * 1000));
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
})();
