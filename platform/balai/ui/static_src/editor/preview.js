// The page beside the text, drawn by what prints it: asked for a tenth of a second after the last key.
const one = (selector, root = document) => root.querySelector(selector);

/** Returns ``soon()``: ask again when nobody types; ``body()`` gives what is asked with, ``answered`` gets the answer. */
export const preview = (box, url, body, answered) => {
  const image = one("[data-page]", box), words = one("[data-words-of-preview]", box), turns = box.querySelectorAll("[data-turn]");
  let page = 1, pages = 1, waiting = 0, turn = 0, running = null;
  const draw = async () => {
    const mine = ++turn;
    running?.abort();
    running = new AbortController();
    try {
      const asked = body();
      asked.set("page", page);
      const answer = await fetch(url, { method: "POST", body: asked, headers: { Accept: "application/json" }, signal: running.signal });
      if (mine !== turn) return;
      const said = await answer.json().catch(() => ({}));
      if (!answer.ok && !said.problems) { words.textContent = said.detail || "Pratinjau tidak dapat dibuat sekarang. Naskah Anda aman."; return; }
      answered?.(said.problems || []);
      if (!said.image) { words.textContent = said.words || "Perbaiki dahulu yang ditandai; sesudah itu pratinjau terlihat lagi."; return; }
      pages = said.pages; page = said.page;
      image.src = said.image; image.hidden = false;
      words.textContent = pages > 1 ? `Halaman ${page} dari ${pages}` : "Satu halaman";
      turns.forEach((button) => { button.parentNode.hidden = pages < 2; });
    } catch (error) {
      if (mine === turn && error.name !== "AbortError") words.textContent = "Pratinjau tidak dapat dibuat: sambungan terputus. Naskah Anda tetap ada di sini.";
    }
  };
  turns.forEach((button) => button.addEventListener("click", () => { page = Math.min(Math.max(page + Number(button.dataset.turn), 1), pages); draw(); }));
  return () => { clearTimeout(waiting); waiting = setTimeout(draw, 100); };
};
