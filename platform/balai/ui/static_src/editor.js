// The editor of a letter's text. Everything else on the page works without it; the text itself needs it.
import { Editor } from "@tiptap/core";
import { setBlockType, wrapIn } from "@tiptap/pm/commands";
import { redo, undo } from "@tiptap/pm/history";
import { wrapInList } from "@tiptap/pm/schema-list";
import { Selection } from "@tiptap/pm/state";
import { insertable } from "./editor/inserting.js";
import { keeping } from "./editor/keeping.js";
import { panel } from "./editor/panel.js";
import { choose } from "./editor/picker.js";
import { preview } from "./editor/preview.js";
import { Problems, showProblems } from "./editor/problems.js";
import { around, extensions } from "./editor/schema.js";
import { fromTree, toTree } from "./editor/tree.js";
import { learn } from "./editor/words.js";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const start = (root) => {
  const data = JSON.parse(root.dataset.editor), side = one("[data-text-side]", root), status = one("[data-status]", root);
  learn(data);
  side.hidden = false;
  one("[data-plain]", root)?.remove();
  const say = (words) => { status.textContent = words; };
  let soon = () => {};

  const editor = new Editor({
    element: one("[data-text]", root), extensions: [...extensions, Problems], content: fromTree(data.tree), injectCSS: false, enableContentCheck: false,
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": "Isi surat", "aria-describedby": "naskah-bantuan", spellcheck: "false", class: "sheet-text" },
      handleTextInput: (view, from, to, text) => { if (text !== "{") return false; insertField("{"); return true; },
      handlePaste: (view, event) => { if ([...(event.clipboardData?.files || [])].length) { say("Gambar dan berkas tidak dapat ditempel ke dalam naskah. Lambang diatur pada kop surat."); return true; } return false; },
      handleDrop: (view, event) => { if (event.dataTransfer?.files?.length) { event.preventDefault(); say("Gambar dan berkas tidak dapat ditempel ke dalam naskah."); return true; } return false; },
    },
  });
  const run = (command) => { command(editor.state, editor.view.dispatch, editor.view); editor.view.focus(); };

  // -- fields ---------------------------------------------------------------------------------------------------------
  /** The field that somebody picks; inside repeated rows the row's own come first, by their bare names. */
  const askField = async () => {
    const repeated = around(editor.state, "repeat")?.node.attrs.over || around(editor.state, "tableRow")?.node.attrs.repeat || "";
    const rows = data.fields.filter(({ name }) => repeated && name.startsWith(`${repeated}.`)).map((each) => ({ ...each, name: each.name.slice(repeated.length + 1) }));
    const others = data.fields.filter(({ name }) => !name.includes("."));
    return choose("Pilih isian", [...rows, ...others].map(({ name, label, group }) => ({ value: name, label, group })));
  };
  const insertField = async (otherwise = "") => {
    const name = await askField();
    editor.view.focus();
    if (name) editor.chain().insertContent({ type: "field", attrs: { name } }).run();
    else if (otherwise) editor.view.dispatch(editor.state.tr.insertText(otherwise));
  };

  // -- toolbar --------------------------------------------------------------------------------------------------------
  const setAll = (name, value) => editor.commands.command(({ state, tr, dispatch }) => {
    state.doc.nodesBetween(state.selection.from, state.selection.to, (node, pos) => { if (node.type.name === "paragraph" || node.type.name === "heading") tr.setNodeAttribute(pos, name, value); });
    dispatch?.(tr);
    return true;
  });
  const toList = (name, attrs) => (state, dispatch) => {
    const found = around(state, "bulletList", "orderedList");
    if (!found) return wrapInList(state.schema.nodes[name], attrs)(state, dispatch);
    dispatch?.(state.tr.setNodeMarkup(found.pos, state.schema.nodes[name], attrs));
    return true;
  };
  const block = (json) => () => run(insertable(json));
  const wrap = (name, attrs) => () => run((state, dispatch) => wrapIn(state.schema.nodes[name], attrs)(state, dispatch) || insertable({ type: name, attrs, content: [{ type: "paragraph" }] })(state, dispatch));
  const inline = (json) => () => editor.chain().focus().insertContent(json).run();
  const cellOf = (type = "tableCell") => ({ type, content: [{ type: "paragraph" }] });
  const acts = {
    undo: () => run(undo), redo: () => run(redo), field: () => insertField(),
    ...Object.fromEntries(["bold", "italic", "underline", "strike"].map((name) => [name, () => editor.chain().focus().toggleMark(name).run()])),
    ...Object.fromEntries(["left", "center", "right", "justify"].map((side) => [side, () => { setAll("textAlign", side === "justify" ? null : side); editor.view.focus(); }])),
    bulletList: () => run(toList("bulletList", null)), orderedList: () => run(toList("orderedList", { type: "1" })),
    table: block({ type: "table", attrs: { border: "all" }, content: [{ type: "tableRow", content: [cellOf("tableHeader"), cellOf("tableHeader"), cellOf("tableHeader")] }, { type: "tableRow", content: [cellOf(), cellOf(), cellOf()] }] }),
    identity: block({ type: "identity", content: [{ type: "identityRow", attrs: { label: "Nama" }, content: [{ type: "field", attrs: { name: "nama" } }] }] }),
    condition: wrap("condition", { rules: [{ field: "", op: "filled" }], match: "all" }), repeat: wrap("repeat", { over: Object.keys(data.rows)[0] }),
    signature: block({ type: "signature", attrs: { places: [{ who: "head", side: "right", title: "" }], columns: 2 } }),
    pageBreak: block({ type: "pageBreak" }), space: block({ type: "space", attrs: { mm: 5 } }), rule: block({ type: "rule" }),
    boxRow: block({ type: "boxRow", attrs: { label: "Label", count: 0 } }), choiceRow: block({ type: "choiceRow", attrs: { label: "Label", options: ["Ya", "Tidak"], columns: 2 } }),
    tab: inline({ type: "tab" }), calc: inline({ type: "calc", attrs: { expr: "1 + 1" } }),
  };
  const bar = one("[role=toolbar]", root);
  const tools = () => all("button, select", bar).filter((each) => each.getClientRects().length);
  all("[data-do]", root).forEach((button) => button.addEventListener("click", () => { button.closest("details")?.removeAttribute("open"); acts[button.dataset.do](); }));
  one("[data-style]", bar).addEventListener("change", (event) => {
    const level = Number(event.target.value);
    run(setBlockType(editor.schema.nodes[level ? "heading" : "paragraph"], level ? { level } : null));
  });
  all("[data-letters]", bar).forEach((select) => select.addEventListener("change", () => {
    const { value, dataset: { letters: name } } = select;
    editor.chain().focus().setMark("textStyle", { [name]: value ? (name === "fontSize" ? Number(value) : value) : null }).run();
  }));
  // One stop for the Tab key; arrows go on from there.
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.target.matches("select")) return;
    const found = tools(), next = found[(found.indexOf(event.target) + step + found.length) % found.length];
    event.preventDefault();
    next.focus();
  });
  bar.addEventListener("focusin", (event) => { tools().forEach((each) => { each.tabIndex = each === event.target ? 0 : -1; }); });
  tools().forEach((each, index) => { each.tabIndex = index ? -1 : 0; });
  const showState = () => {
    const now = editor.state, at = around(now, "paragraph", "heading")?.node;
    all("[data-do]", bar).forEach((button) => {
      const name = button.dataset.do;
      if (editor.schema.marks[name]) button.setAttribute("aria-pressed", String(editor.isActive(name)));
      else if (["left", "center", "right", "justify"].includes(name)) button.setAttribute("aria-pressed", String((at?.attrs.textAlign || "justify") === name));
      else if (name === "undo") button.disabled = !undo(now);
      else if (name === "redo") button.disabled = !redo(now);
    });
    one("[data-style]", bar).value = at?.type.name === "heading" ? String(at.attrs.level || 2) : "";
    const style = editor.getAttributes("textStyle");
    all("[data-letters]", bar).forEach((select) => { select.value = style[select.dataset.letters] ?? ""; });
  };
  editor.on("transaction", showState);
  showState();
  panel(editor, one("[data-props]", root), data, askField);

  // -- preview, problems, saving -----------------------------------------------------------------------------------------
  const tree = () => toTree(editor.getJSON()), problems = one("[data-problems]", root), sample = () => one("[data-sample]", root);
  const asked = () => {
    const form = new FormData(sample());
    form.set("body", JSON.stringify(tree()));
    return form;
  };
  const kept = keeping({ root, data, tree, asked, say, show: (found) => showProblems(editor, problems, found), replace: (made) => {
    editor.commands.setContent(fromTree(made), { emitUpdate: true });
    editor.view.dispatch(editor.state.tr.setSelection(Selection.atStart(editor.state.doc)));
  } });
  soon = preview(one("[data-preview-side]", root), data.urls.preview, asked, (found) => showProblems(editor, problems, found));
  editor.on("update", () => { kept.changed(); soon(); });
  // The person and the answers of the example: a person brings a form of their own.
  const watch = () => ["input", "change"].forEach((name) => sample().addEventListener(name, soon));
  watch();
  one("[data-person]", root)?.addEventListener("picked", async (event) => {
    const key = one("input[type=hidden]", event.currentTarget).value;
    if (!key) return;
    try {
      const page = new DOMParser().parseFromString(await (await fetch(`?resident=${encodeURIComponent(key)}`)).text(), "text/html");
      const fresh = one("[data-sample]", page);
      if (fresh) { sample().replaceWith(fresh); watch(); soon(); }
    } catch { say("Warga lain tidak dapat dipilih: sambungan terputus."); }
  });
  soon();
};
all("[data-editor]").forEach(start);
