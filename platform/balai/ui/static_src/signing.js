// Electronic signatures: one letter a request, so that a lost line costs one letter at most. The passphrase stays in this
// page's memory: it is taken out of the form at once, and gone when the page is left, when all is done or when it was wrong.
(() => {
  const form = document.querySelector("form[data-signing]"), start = form?.querySelector("[data-start]");
  if (!start) return;
  const input = form.querySelector("[name=passphrase]"), stopper = form.querySelector("[data-stop]");
  const bar = form.querySelector("[data-progress]"), words = form.querySelector("[data-words]");
  let stopped = false, secret = "";
  const forget = () => { secret = ""; input.value = ""; };
  const show = (row, name, text = "") => {
    for (const each of ["problem", "done", "busy"]) row.querySelector(`[data-${each}]`).hidden = each !== name;
    row.querySelector("[data-said]")?.remove();
    // The unsigned paper is gone with the signature.
    if (name === "done") row.querySelector("[data-read]")?.remove();
    if (text) row.querySelector("[data-problem] span").textContent = text;
  };
  const sign = async (row, key) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.set("letter", key);
    data.set("passphrase", secret);
    const answer = await fetch(location.pathname, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "error" });
    return answer.json();
  };
  const run = async (rows) => {
    let done = 0, failed = 0;
    const tell = () => { bar.querySelector("progress").value = (done + failed) / rows.length; words.textContent = `${done} dari ${rows.length} surat ditandatangani${failed ? `, ${failed} belum` : ""}.`; };
    bar.hidden = stopper.hidden = false; start.disabled = true; tell();
    for (const row of rows) {
      if (stopped) break;
      const box = row.querySelector("input[name=letter]");
      show(row, "busy");
      let said;
      try { said = await sign(row, box.value); }
      catch { said = { state: "failed", stop: true, problem: "Sambungan terputus. Surat ini mungkin sudah ditandatangani; muat ulang halaman, lalu lanjutkan yang tersisa." }; }
      if (said.state === "signed") { done += 1; show(row, "done"); box.checked = false; box.disabled = true; } else { failed += 1; show(row, "problem", said.problem); }
      tell();
      if (said.stop) break;
    }
    forget(); stopper.hidden = true; start.disabled = false; stopped = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault(); event.stopImmediatePropagation();
    const rows = [...form.querySelectorAll("li[data-letter]")].filter((row) => row.querySelector("input[name=letter]:checked"));
    const missing = !rows.length ? "Belum ada surat yang dipilih. Centang surat yang akan ditandatangani." : !input.value ? "Frasa sandi belum diisi." : "";
    if (missing) { bar.hidden = false; words.textContent = missing; input.focus(); return; }
    secret = input.value; input.value = "";
    run(rows);
  }, true);
  stopper.addEventListener("click", () => { stopped = true; words.textContent = "Berhenti setelah surat ini."; });
  addEventListener("pagehide", forget);
  addEventListener("beforeunload", (event) => { if (secret) event.preventDefault(); });
})();
