// Small conveniences; every page works without them.
(() => {
  const $ = (s, r = document) => r.querySelector(s);
  document.addEventListener("keydown", (e) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName);
    if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey) { const box = $("#search"); if (box) { e.preventDefault(); box.focus(); } }
    if (e.key === "Escape") document.querySelectorAll("details[open].closes").forEach((d) => d.removeAttribute("open"));
    if (e.key === "Enter" && e.target.matches("tr[data-href]")) location.href = e.target.dataset.href;
  });
  document.addEventListener("click", (e) => {
    const row = e.target.closest("tr[data-href]");
    if (row && !e.target.closest("a,button,input,label")) location.href = row.dataset.href;
    document.querySelectorAll("details[open].closes").forEach((d) => { if (!d.contains(e.target)) d.removeAttribute("open"); });
    const copy = e.target.closest("[data-copy]");
    if (copy) { navigator.clipboard?.writeText(copy.dataset.copy); copy.textContent = "Tersalin"; }
    if (e.target.closest("[data-print]")) window.print();
  });
  const summary = $(".summary"); if (summary) summary.focus();
  document.querySelectorAll("form[data-auto] select").forEach((s) => s.addEventListener("change", () => s.form.requestSubmit()));
  document.querySelectorAll("[data-all]").forEach((box) => box.addEventListener("change", () => {
    document.querySelectorAll(`input[name="${box.dataset.all}"]`).forEach((b) => { b.checked = box.checked; });
  }));
  document.querySelectorAll("input[data-count]").forEach((input) => {
    const out = document.getElementById(input.dataset.count);
    const show = () => { const n = input.value.replace(/\D/g, "").length; if (out) out.textContent = n ? `${n} dari 16 angka` : ""; };
    input.addEventListener("input", show); show();
  });
  // A form that was touched asks before it is left; a form is sent once.
  document.querySelectorAll("form[method=post]").forEach((form) => {
    let touched = false, sent = false;
    if (form.hasAttribute("data-keep")) {
      form.addEventListener("input", () => { touched = true; });
      addEventListener("beforeunload", (e) => { if (touched && !sent) e.preventDefault(); });
    }
    form.addEventListener("submit", (e) => { if (sent) { e.preventDefault(); return; } sent = true; setTimeout(() => { sent = false; }, 4000); });
  });
  document.querySelectorAll("[data-job]").forEach((box) => {
    const bar = $("progress", box), words = $("[data-words]", box);
    let wait = 400;
    const poll = async () => {
      try {
        const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
        if (answer.ok) {
          const job = await answer.json();
          if (bar) { if (job.total) { bar.max = job.total; bar.value = job.done; } else bar.removeAttribute("value"); }
          if (words) words.textContent = job.words || job.label || "";
          if (job.finished || job.state === "done" || job.state === "failed" || job.state === "cancelled") { location.href = box.dataset.next || location.href; return; }
        }
      } catch { /* the line failed; the next poll tells */ }
      wait = Math.min(wait * 1.3, 3000); setTimeout(poll, wait);
    };
    setTimeout(poll, wait);
  });
})();
