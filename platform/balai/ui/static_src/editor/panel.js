// What the cursor stands in, from the outermost block to the innermost, and the properties of one of them.
import { NodeSelection, Selection } from "@tiptap/pm/state";
import { addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, deleteTable, mergeCells, splitCell, toggleHeaderRow } from "@tiptap/pm/tables";
import { made } from "./picker.js";
import { fieldOf, labels, OPERATORS } from "./words.js";

const ALIGN = [["", "Seperti biasa"], ["left", "Kiri"], ["center", "Tengah"], ["right", "Kanan"], ["justify", "Rata kiri kanan"]];
const CASES = [["", "Seperti tercatat"], ["upper", "HURUF BESAR"], ["lower", "huruf kecil"], ["title", "Huruf Besar Di Awal Kata"], ["sentence", "Huruf besar di awal kalimat"]];
const FORMATS = [["", "Seperti biasa"], ["long_date", "24 November 2026"], ["short_date", "24-11-2026"], ["day_date", "Selasa, 24 November 2026"], ["day", "Selasa"], ["number", "1.250.000"], ["rupiah", "Rp1.250.000"], ["words", "Terbilang: seratus dua puluh"], ["rupiah_words", "Terbilang dengan rupiah"]];
const SIDES = [["left", "Kiri"], ["center", "Tengah"], ["right", "Kanan"]];

/** By node: its name for people, and its properties. */
const KINDS = {
  paragraph: ["Paragraf", [["indent", "Baris pertama menjorok", "yes"], ["keep", "Tidak terpisah dari yang berikutnya", "check"]]],
  heading: ["Judul bagian", [["level", "Tingkat", "number", 1, 3]]],
  bulletList: ["Daftar bertitik", []],
  orderedList: ["Daftar bernomor", [["type", "Nomor", "select", [["1", "1, 2, 3"], ["a", "a, b, c"], ["A", "A, B, C"], ["i", "i, ii, iii"], ["I", "I, II, III"]]], ["start", "Mulai dari", "number", 1, 9999]]],
  table: ["Tabel", [["border", "Garis", "select", [["all", "Semua"], ["outer", "Tepi saja"], ["none", "Tanpa garis"]]], ["size", "Ukuran huruf", "number", 6, 16], ["widths", "Lebar kolom (perbandingan, misalnya 1; 3; 2)", "numbers"]]],
  tableRow: ["Baris tabel", [["repeat", "Ulangi baris ini untuk", "rows"]]],
  tableCell: ["Sel", [["textAlign", "Letak", "select", ALIGN]]],
  tableHeader: ["Sel kepala", [["textAlign", "Letak", "select", ALIGN]]],
  identity: ["Tabel identitas", [["numbered", "Bernomor", "check"], ["labelWidth", "Lebar label (mm)", "number", 15, 120]]],
  identityRow: ["Baris identitas", [["level", "Menjorok", "number", 0, 3]]],
  boxRow: ["Baris kotak", [["count", "Banyak kotak (0: satu kotak panjang)", "number", 0, 60], ["labelWidth", "Lebar label (mm)", "number", 10, 150]]],
  choiceRow: ["Baris pilihan", [["label", "Label", "text", 160], ["field", "Dicentang menurut isian", "field"], ["options", "Pilihan, satu tiap baris", "lines"], ["columns", "Banyak kolom", "number", 1, 6], ["labelWidth", "Lebar label (mm)", "number", 10, 150]]],
  condition: ["Bagian bersyarat", [["match", "Berlaku bila", "select", [["all", "semua syarat terpenuhi"], ["any", "salah satu syarat terpenuhi"]]], ["negate", "Kebalikannya: cetak bila tidak terpenuhi", "check"], ["rules", "Syarat", "rules"]]],
  repeat: ["Bagian berulang", [["over", "Diulang untuk", "rows"]]],
  signature: ["Blok tanda tangan", [["places", "Penanda tangan", "places"], ["columns", "Banyak kolom", "number", 1, 4]]],
  pageBreak: ["Ganti halaman", []], rule: ["Garis", []],
  space: ["Jarak", [["mm", "Tinggi (mm)", "number", 1, 200]]],
  field: ["Isian", [["name", "Isian", "field"], ["case", "Huruf", "select", CASES], ["format", "Bentuk", "select", FORMATS]]],
  calc: ["Hitungan", [["expr", "Rumus (misalnya form_harga * 12)", "text", 200], ["format", "Bentuk", "select", FORMATS]]],
};
const MOVABLE = new Set(["paragraph", "heading", "bulletList", "orderedList", "listItem", "table", "identity", "identityRow", "boxRow", "choiceRow", "condition", "repeat", "signature", "pageBreak", "rule", "space"]);
const LIFTED = { condition: "Lepas syarat", repeat: "Lepas pengulangan" };
const TABLE_ACTS = [[addRowBefore, "Baris di atas"], [addRowAfter, "Baris di bawah"], [deleteRow, "Hapus baris"], [addColumnBefore, "Kolom di kiri"], [addColumnAfter, "Kolom di kanan"], [deleteColumn, "Hapus kolom"], [mergeCells, "Gabungkan sel"], [splitCell, "Pisahkan sel"], [toggleHeaderRow, "Baris kepala"], [deleteTable, "Hapus tabel"]];

let serial = 0;
const row = (words, input) => { input.id ||= `sifat-${++serial}`; return made("div", { className: "prop" }, made("label", { htmlFor: input.id, textContent: words }), input); };
const select = (options, value, set) => {
  const dom = made("select", {}, ...options.map(([key, words]) => made("option", { value: key, textContent: words })));
  dom.value = value ?? options[0][0];
  dom.addEventListener("change", () => set(dom.value));
  return dom;
};
const fieldButton = (name, ask, set) => {
  const dom = made("button", { type: "button", className: "button", textContent: name ? labels.field(name) : "Pilih isian" });
  dom.addEventListener("click", async () => { const found = await ask(); if (found) { dom.textContent = labels.field(found); set(found); } });
  return dom;
};

/** The panel over ``box``; ``ask()`` asks for a field. */
export const panel = (editor, box, catalogue, ask) => {
  let chosen = null, shown = "", innermost = "";
  const rows = [["", "Tidak diulang"], ...Object.entries(catalogue.rows)];

  const chain = () => {
    const { selection } = editor.state, { $from } = selection, found = [];
    for (let depth = 1; depth <= $from.depth; depth++) found.push({ node: $from.node(depth), pos: $from.before(depth) });
    if (selection instanceof NodeSelection) found.push({ node: selection.node, pos: selection.from });
    return found.filter(({ node }) => KINDS[node.type.name]);
  };
  const nodeNow = () => chain().find(({ pos }) => pos === chosen);
  const set = (name, value) => {
    const found = nodeNow();
    if (found) editor.view.dispatch(editor.state.tr.setNodeAttribute(found.pos, name, value));
  };
  const act = (command) => { command(editor.state, editor.view.dispatch, editor.view); editor.view.focus(); };

  const input = (found, [name, words, kind, ...more]) => {
    const value = found.node.attrs[name];
    if (kind === "select") return row(words, select(more[0], value, (key) => set(name, key || null)));
    if (kind === "rows") return row(words, select(rows, value || "", (key) => set(name, key || null)));
    if (kind === "field") return row(words, fieldButton(value, ask, (key) => set(name, key)));
    if (kind === "check" || kind === "yes") {
      const dom = made("input", { type: "checkbox", checked: kind === "yes" ? value !== false : Boolean(value) });
      dom.addEventListener("change", () => set(name, kind === "yes" ? (dom.checked ? null : false) : dom.checked || null));
      return made("label", { className: "prop tick" }, dom, words);
    }
    if (kind === "number") {
      const dom = made("input", { type: "number", min: more[0], max: more[1], value: value ?? "" });
      dom.addEventListener("input", () => { if (dom.value === "" || dom.checkValidity()) set(name, dom.value === "" ? null : Number(dom.value)); });
      return row(words, dom);
    }
    if (kind === "lines") {
      const dom = made("textarea", { value: (value || []).join("\n"), rows: 3 });
      dom.addEventListener("input", () => set(name, dom.value.split("\n").map((each) => each.trim()).filter(Boolean)));
      return row(words, dom);
    }
    if (kind === "numbers") {
      const dom = made("input", { type: "text", value: (value || []).map((each) => String(each).replace(".", ",")).join("; ") });
      dom.addEventListener("change", () => {
        const numbers = dom.value.split(/[;\s]+/).filter(Boolean).map((each) => Number(each.replace(",", ".")));
        set(name, numbers.length && numbers.every((each) => each > 0) ? numbers : null);
      });
      return row(words, dom);
    }
    if (kind === "rules") return rules(found, name, words);
    if (kind === "places") return places(found, name, words);
    const dom = made("input", { type: "text", value: value ?? "", maxLength: more[0] });
    dom.addEventListener("input", () => set(name, dom.value || null));
    return row(words, dom);
  };

  /** A list of things, each with its own inputs; what is taken away or added draws the list anew. */
  const list = (found, name, words, empty, line) => {
    const dom = made("fieldset", { className: "prop list" }, made("legend", { textContent: words })), now = structuredClone(found.node.attrs[name] || []);
    const save = () => set(name, structuredClone(now));
    const draw = () => {
      dom.replaceChildren(dom.firstChild, ...now.map((each, index) => {
        const away = made("button", { type: "button", className: "button plain", textContent: "Hapus" });
        away.addEventListener("click", () => { now.splice(index, 1); save(); draw(); });
        return made("div", { className: "line" }, ...line(each, save, draw), away);
      }), made("button", { type: "button", className: "button", textContent: "Tambah", onclick: () => { now.push(empty()); save(); draw(); } }));
    };
    draw();
    return dom;
  };
  const rules = (found, name, words) => list(found, name, words, () => ({ field: "", op: "filled" }), (rule, save, draw) => {
    const parts = [fieldButton(rule.field, ask, (key) => { rule.field = key; save(); draw(); })];
    const op = select(Object.entries(OPERATORS), rule.op, (key) => { rule.op = key; if (key === "filled" || key === "empty") delete rule.value; else rule.value = key === "in" ? [].concat(rule.value || []) : String([].concat(rule.value || "")[0] || ""); save(); draw(); });
    op.setAttribute("aria-label", "Perbandingan");
    parts.push(op);
    if (rule.op === "filled" || rule.op === "empty") return parts;
    const options = fieldOf(rule.field)?.options || [], now = [].concat(rule.value ?? "");
    if (rule.op === "in" && options.length) {
      parts.push(made("div", { className: "ticks" }, ...options.map((each) => {
        const tick = made("input", { type: "checkbox", checked: now.includes(each) });
        tick.addEventListener("change", () => { rule.value = options.filter((one) => (one === each ? tick.checked : [].concat(rule.value).includes(one))); save(); });
        return made("label", { className: "tick" }, tick, each);
      })));
      return parts;
    }
    const value = options.length ? select([["", "Pilih"], ...options.map((each) => [each, each])], now[0], (key) => { rule.value = key; save(); })
      : rule.op === "in" ? made("textarea", { rows: 2, value: now.join("\n") }) : made("input", { type: "text", maxLength: 200, value: now[0] || "" });
    value.setAttribute("aria-label", rule.op === "in" ? "Nilai, satu tiap baris" : "Nilai");
    if (!options.length) value.addEventListener("input", () => { rule.value = rule.op === "in" ? value.value.split("\n").map((each) => each.trim()).filter(Boolean) : value.value; save(); });
    return [...parts, value];
  });
  const places = (found, name, words) => list(found, name, words, () => ({ who: "head", side: "right", title: "" }), (place, save) => {
    const who = select(Object.entries(catalogue.signers), place.who, (key) => { place.who = key; save(); }), side = select(SIDES, place.side, (key) => { place.side = key; save(); });
    const title = made("input", { type: "text", maxLength: 120, value: place.title || "", placeholder: "Sebutan, misalnya Pemohon," });
    who.setAttribute("aria-label", "Siapa"); side.setAttribute("aria-label", "Letak"); title.setAttribute("aria-label", "Sebutan di atas nama");
    title.addEventListener("input", () => { place.title = title.value; save(); });
    return [who, side, title];
  });

  const move = (by) => {
    const found = nodeNow(), { doc, tr } = editor.state, $pos = doc.resolve(found.pos), index = $pos.index(), parent = $pos.parent;
    if (index + by < 0 || index + by >= parent.childCount) return;
    const other = parent.child(index + by), to = by < 0 ? found.pos - other.nodeSize : found.pos + other.nodeSize;
    tr.delete(found.pos, found.pos + found.node.nodeSize).insert(to, found.node);
    chosen = to;
    tr.setSelection(found.node.isAtom ? NodeSelection.create(tr.doc, to) : Selection.near(tr.doc.resolve(to + 1)));
    editor.view.dispatch(tr.scrollIntoView());
  };
  const remove = () => {
    const found = nodeNow(), { tr } = editor.state;
    tr.delete(found.pos, found.pos + found.node.nodeSize);
    editor.view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(Math.min(found.pos, tr.doc.content.size)))).scrollIntoView());
    editor.view.focus();
  };
  const unwrap = () => {
    const found = nodeNow();
    const { tr } = editor.state;
    tr.replaceWith(found.pos, found.pos + found.node.nodeSize, found.node.content);
    editor.view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(found.pos + 1))));
    editor.view.focus();
  };

  const button = (words, onclick) => made("button", { type: "button", className: "button plain", textContent: words, onclick });
  const draw = () => {
    const found = chain();
    // Wherever the cursor comes to stand, the innermost part is shown first.
    const last = found.at(-1), inner = last ? `${last.node.type.name} ${last.pos}` : "";
    if (inner !== innermost || !found.some(({ pos }) => pos === chosen)) chosen = last?.pos ?? null;
    innermost = inner;
    const now = found.find(({ pos }) => pos === chosen);
    const key = JSON.stringify([found.map(({ node, pos }) => [node.type.name, pos]), chosen]);
    // While somebody types into the panel it stays as it is: its inputs say what the document says.
    if (key === shown || (box.contains(document.activeElement) && document.activeElement.matches("input, textarea, select") && now)) { shown = key; return; }
    shown = key;
    box.hidden = !now;
    if (!now) return;
    const [title, props] = KINDS[now.node.type.name];
    const crumbs = made("div", { className: "chain", role: "group" }, ...found.map(({ node, pos }) => {
      const dom = button(KINDS[node.type.name][0], () => { chosen = pos; draw(); });
      dom.setAttribute("aria-pressed", String(pos === chosen));
      return dom;
    }));
    crumbs.setAttribute("aria-label", "Letak kursor");
    const acts = made("div", { className: "acts" });
    if (!["tableRow", "tableCell", "tableHeader"].includes(now.node.type.name)) {
      if (MOVABLE.has(now.node.type.name)) acts.append(button("Naikkan", () => move(-1)), button("Turunkan", () => move(1)));
      if (LIFTED[now.node.type.name]) acts.append(button(LIFTED[now.node.type.name], unwrap));
      acts.append(button(`Hapus ${title.toLowerCase()}`, remove));
    }
    const table = made("div", { className: "acts" });
    if (found.some(({ node }) => node.type.name === "tableRow")) table.append(...TABLE_ACTS.map(([command, words]) => button(words, () => act(command))));
    box.replaceChildren(crumbs, ...props.map((each) => input(now, each)), acts, table);
  };
  editor.on("transaction", draw);
  draw();
};
