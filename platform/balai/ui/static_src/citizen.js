// A form is sent once, and a letter in the making is looked after; everything works without this.
(() => {
  const all = (selector) => document.querySelectorAll(selector);
  const say = (form, words) => {
    const box = form.previousElementSibling?.dataset.said ? form.previousElementSibling : document.createElement("p");
    box.dataset.said = "1"; box.className = "alert warn"; box.textContent = words; box.setAttribute("role", "alert");
    form.before(box); box.scrollIntoView({ block: "center" });
  };
  all("form[method=post]").forEach((form) => {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (!navigator.onLine) {
        event.preventDefault(); event.stopImmediatePropagation();
        say(form, form.dataset.draft === undefined ? "Tidak ada sambungan. Coba lagi bila sambungan kembali." : "Tidak ada sambungan. Yang Anda tulis tersimpan di HP ini; kirim lagi bila sambungan kembali.");
        return;
      }
      if (sent) { event.preventDefault(); return; }
      sent = true;
      setTimeout(() => { sent = false; }, 4000);
    });
  });
  addEventListener("pageshow", (event) => { if (event.persisted) document.querySelector(".summary")?.focus(); });
  document.querySelector(".summary")?.focus();

  // What was typed stays on this phone until the office has it, though the line is lost on the way; never a PIN, never a file.
  // A phone is lent: drafts are one person's, and go when that person signs out, another signs in, or a week has passed.
  const kept = (field) => field.name && !["password", "file", "hidden", "radio", "checkbox", "submit"].includes(field.type);
  try {
    const me = document.getElementById("isi")?.dataset.me || "";
    const mine = `draft:${me}:`;
    const read = (key) => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
    const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith("draft:"));
    const forget = () => { drafts().forEach((key) => localStorage.removeItem(key)); sessionStorage.removeItem("sent"); };
    for (const key of drafts()) {
      if ((me && !key.startsWith(mine)) || !(Date.now() - read(key).at < 7 * 864e5)) localStorage.removeItem(key);
    }
    all("form[data-forget]").forEach((form) => form.addEventListener("submit", forget));
    const sent = sessionStorage.getItem("sent");
    const asked = document.querySelector("form[data-draft-check]");
    if (asked && sent) {
      // A page that asks once more: the draft goes when this one, too, has arrived.
      sessionStorage.removeItem("sent");
      asked.addEventListener("submit", (event) => { if (event.submitter?.value === "send") sessionStorage.setItem("sent", sent); });
    } else if (sent && me && !document.querySelector(".summary, [data-offline]")) {
      localStorage.removeItem(sent);
      sessionStorage.removeItem("sent");
    }
    all("form[data-draft]").forEach((form) => {
      if (!me) return;
      const key = mine + form.dataset.draft;
      const before = read(key).fields || {};
      for (const field of form.elements) if (kept(field) && !field.value && before[field.name]) field.value = before[field.name];
      form.addEventListener("input", () => {
        const fields = {};
        for (const field of form.elements) if (kept(field)) fields[field.name] = field.value;
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
      });
      form.addEventListener("submit", () => sessionStorage.setItem("sent", key));
    });
  } catch { /* no storage: no drafts */ }

  if ("serviceWorker" in navigator && location.pathname.startsWith("/layanan/")) navigator.serviceWorker.register("/layanan/sw.js").catch(() => {});

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
