// The verification page: a file's SHA-256 against the published one, in the browser. Nothing is sent; without this the
// page says how to compute it by hand.
(() => {
  const card = document.querySelector("[data-verify]");
  if (!card) return;
  const wanted = card.dataset.verify, form = card.querySelector("[data-verify-form]"), input = card.querySelector("input[type=file]");
  const show = (name) => card.querySelectorAll("[data-verify-case]").forEach((each) => { each.hidden = each.dataset.verifyCase !== name; });
  // Pages that came without TLS have no WebCrypto.
  if (!(window.crypto && crypto.subtle)) return;
  form.hidden = false;
  let turn = 0;
  input.addEventListener("change", async () => {
    const file = input.files[0], mine = ++turn;
    if (!file) { show(""); return; }
    show("working");
    let name = "failed";
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      name = hex === wanted ? "same" : "other";
    } catch { /* the file went away, or is too large for this phone */ }
    if (mine === turn) show(name);
  });
})();
