// Saving, and what happens when that fails: the text stays in this browser until it is saved or thrown away.
import { made } from "./picker.js";

const one = (selector, root = document) => root.querySelector(selector);

export const keeping = ({ root, data, tree, asked, say, show, replace }) => {
  const place = `balai-naskah:${location.pathname}`, save = one("[data-save]", root), notice = one("[data-notice]", root);
  let { version } = data, saved = JSON.stringify(tree()), waiting = 0, sending = false;
  const store = (act) => { try { return act(localStorage); } catch { return null; } };
  const dirty = () => JSON.stringify(tree()) !== saved;
  const keep = () => store((box) => (dirty() ? box.setItem(place, JSON.stringify({ version, at: Date.now(), tree: tree() })) : box.removeItem(place)));
  const tell = (kind, words, ...parts) => {
    notice.className = `alert ${kind}`; notice.hidden = false;
    notice.replaceChildren(made("div", {}, made("p", { textContent: words }), ...parts));
  };
  const button = (words, onclick, kind = "") => made("button", { type: "button", className: `button ${kind}`, textContent: words, onclick });
  const lines = (difference) => made("ul", { className: "difference" }, ...difference.map(([sign, words]) => made("li", { className: { "+": "in", "-": "out" }[sign] || "", textContent: `${{ "+": "Ditambah: ", "-": "Dihapus: " }[sign] || ""}${words}` })));

  const send = async () => {
    if (sending) return;
    sending = true; save.disabled = true; say("Sedang menyimpan.");
    const text = JSON.stringify(tree()), form = asked();
    form.set("version", version);
    try {
      const answer = await fetch(data.urls.save, { method: "POST", body: form, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) {
        saved = text; version = said.version; notice.hidden = true;
        keep(); say(said.said); show([]);
      } else if (answer.status === 409 && said.difference) {
        keep();
        tell("warn", said.detail, lines(said.difference), made("div", { className: "actions" },
          button("Tetap simpan naskah saya", () => { version = said.version; send(); }), button("Pakai naskah yang baru", () => { store((box) => box.removeItem(place)); saved = JSON.stringify(tree()); location.reload(); })));
        say("Belum disimpan: naskah ini sudah diubah orang lain.");
      } else {
        if (said.problems) show(said.problems);
        say(`Belum disimpan. ${said.detail || "Coba lagi sebentar lagi."}`);
      }
    } catch {
      keep();
      say("Belum disimpan: sambungan terputus. Naskah Anda tersimpan di peramban ini; coba simpan lagi bila sambungan pulih.");
    } finally { sending = false; save.disabled = false; }
  };
  save.addEventListener("click", send);
  document.addEventListener("keydown", (event) => { if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); send(); } });
  addEventListener("beforeunload", (event) => { if (dirty()) { keep(); event.preventDefault(); } });
  addEventListener("online", () => { if (dirty()) say("Sambungan pulih. Naskah Anda belum disimpan."); });

  const draft = store((box) => JSON.parse(box.getItem(place) || "null"));
  if (draft && JSON.stringify(draft.tree) !== saved) {
    const when = new Date(draft.at).toLocaleString("id-ID", { dateStyle: "long", timeStyle: "short" });
    const other = draft.version === version ? "" : " Sejak itu naskah ini sudah disimpan orang lain.";
    tell("warn", `Ada perubahan Anda dari ${when} yang belum disimpan.${other}`, made("div", { className: "actions" },
      button("Pulihkan perubahan saya", () => { notice.hidden = true; replace(draft.tree); }, "primary"), button("Buang", () => { notice.hidden = true; store((box) => box.removeItem(place)); })));
  } else if (draft) store((box) => box.removeItem(place));

  return { changed: () => { clearTimeout(waiting); waiting = setTimeout(() => { keep(); say(dirty() ? "Belum disimpan." : "Sama dengan yang tersimpan."); }, 400); } };
};
