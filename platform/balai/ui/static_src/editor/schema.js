// The editor's document: the same nodes, attributes and marks as balai.documents.blocks knows, under the same names. What
// the server's check refuses cannot be typed here; what it allows goes through unchanged (tests/modules/letters/editor).
// An attribute that the tree does not name is null.
import { Extension, Mark, Node } from "@tiptap/core";
import { baseKeymap } from "@tiptap/pm/commands";
import { history, redo, undo } from "@tiptap/pm/history";
import { keymap } from "@tiptap/pm/keymap";
import { Selection } from "@tiptap/pm/state";
import { liftListItem, sinkListItem, splitListItem } from "@tiptap/pm/schema-list";
import { goToNextCell, tableEditing } from "@tiptap/pm/tables";
import { gapCursor } from "@tiptap/pm/gapcursor";
import { labels } from "./words.js";

const data = (dom) => { try { return JSON.parse(dom.getAttribute("data-attrs") || "{}"); } catch { return {}; } };
const kept = (attrs) => JSON.stringify(Object.fromEntries(Object.entries(attrs).filter(([, value]) => value !== null)));
/** An attribute that is written into data-attrs, and read from there. */
const plain = (value = null) => ({ default: value, rendered: false, parseHTML: () => null });
const align = { default: null, rendered: false, parseHTML: (dom) => ["left", "center", "right", "justify"].find((each) => each === dom.style?.textAlign) || null };
const attributes = (...names) => () => Object.fromEntries(names.map((name) => [name, name === "textAlign" ? align : plain()]));

/** A node of our own: a div (or span) that carries its attributes for the clipboard, and words for the eye. */
const own = (name, { tag = "div", attrs = [], shown = () => ({}), ...config }) => Node.create({
  name,
  addAttributes: attributes(...attrs),
  parseHTML: () => [{ tag: `${tag}[data-node=${name}]`, getAttrs: data }],
  renderHTML({ node }) {
    const made = [tag, { "data-node": name, "data-attrs": kept(node.attrs), ...shown(node) }];
    return config.content ? [...made, 0] : made;
  },
  ...config,
});

const TEXT = "(text | field | calc | hardBreak | tab)*";
const dressed = (name, node, extra = {}) => ({ "data-node": name, "data-attrs": kept(node.attrs), ...(node.attrs.textAlign ? { "data-align": node.attrs.textAlign } : {}), ...extra });

const Doc = Node.create({ name: "doc", topNode: true, content: "block+", addAttributes: attributes("v") });
const Text = Node.create({ name: "text", group: "inline" });
const Paragraph = Node.create({
  name: "paragraph", priority: 1000, group: "block inner cell head", content: TEXT,
  addAttributes: attributes("textAlign", "indent", "keep"),
  parseHTML: () => [{ tag: "p[data-node]", getAttrs: data, priority: 60 }, { tag: "p" }],
  renderHTML: ({ node }) => ["p", dressed("paragraph", node, node.attrs.indent === false ? { "data-flush": "" } : {}), 0],
});
const Heading = Node.create({
  name: "heading", group: "block inner cell head", content: TEXT, defining: true,
  addAttributes: attributes("level", "textAlign"),
  parseHTML: () => [{ tag: "h3[data-node]", getAttrs: data, priority: 60 }, ...[1, 2, 3].map((level) => ({ tag: `h${level}`, getAttrs: () => ({ level }) }))],
  // Inside a page that has its own headings the letter's are one level down for who listens.
  renderHTML: ({ node }) => ["h3", dressed("heading", node, { "data-level": String(node.attrs.level || 2) }), 0],
});
const BulletList = Node.create({ name: "bulletList", group: "block inner cell", content: "listItem+", parseHTML: () => [{ tag: "ul" }], renderHTML: () => ["ul", 0] });
const OrderedList = Node.create({
  name: "orderedList", group: "block inner cell", content: "listItem+",
  addAttributes: () => ({
    start: { default: null, rendered: false, parseHTML: (dom) => Number(dom.getAttribute("start")) || null },
    type: { default: null, rendered: false, parseHTML: (dom) => (["1", "a", "A", "i", "I"].includes(dom.getAttribute("type")) ? dom.getAttribute("type") : null) },
  }),
  parseHTML: () => [{ tag: "ol" }],
  renderHTML: ({ node }) => ["ol", { type: node.attrs.type || "1", ...(node.attrs.start ? { start: node.attrs.start } : {}) }, 0],
});
const ListItem = Node.create({ name: "listItem", content: "inner+", defining: true, parseHTML: () => [{ tag: "li" }], renderHTML: () => ["li", 0] });

const Table = Node.create({
  name: "table", group: "block inner", content: "tableRow+", isolating: true,
  addAttributes: attributes("widths", "border", "size"),
  extendNodeSchema: (extension) => (extension.name === "table" ? { tableRole: "table" } : extension.name === "tableRow" ? { tableRole: "row" } : extension.name === "tableCell" ? { tableRole: "cell" } : extension.name === "tableHeader" ? { tableRole: "header_cell" } : {}),
  parseHTML: () => [{ tag: "table[data-node]", getAttrs: data, priority: 60 }, { tag: "table", getAttrs: () => ({ border: "all" }) }],
  renderHTML: ({ node }) => ["table", { "data-node": "table", "data-attrs": kept(node.attrs), "data-border": node.attrs.border || "all" }, ["tbody", 0]],
});
const TableRow = Node.create({
  name: "tableRow", content: "(tableCell | tableHeader)*", addAttributes: attributes("repeat"),
  parseHTML: () => [{ tag: "tr[data-node]", getAttrs: data, priority: 60 }, { tag: "tr" }],
  renderHTML: ({ node }) => ["tr", { "data-node": "tableRow", "data-attrs": kept(node.attrs), ...(node.attrs.repeat ? { "data-label": labels.rows(node.attrs.repeat) } : {}) }, 0],
});
const span = (name) => ({ default: 1, rendered: false, parseHTML: (dom) => Number(dom.getAttribute(name)) || 1 });
const cell = (name, tag, content) => Node.create({
  name, content, isolating: true,
  addAttributes: () => ({ colspan: span("colspan"), rowspan: span("rowspan"), textAlign: align, colwidth: plain() }),
  parseHTML: () => [{ tag: `${tag}[data-node]`, getAttrs: data, priority: 60 }, { tag }],
  renderHTML: ({ node }) => [tag, { ...dressed(name, node), ...(node.attrs.colspan > 1 ? { colspan: node.attrs.colspan } : {}), ...(node.attrs.rowspan > 1 ? { rowspan: node.attrs.rowspan } : {}) }, 0],
});
const TableCell = cell("tableCell", "td", "cell+");
const TableHeader = cell("tableHeader", "th", "head+");

/** A row with a label that is typed where it stands: its input belongs to the row's attributes, not to the text. */
const labelled = (name, config) => own(name, {
  ...config,
  addNodeView: () => ({ node, editor, getPos }) => {
    const dom = document.createElement("div"), label = document.createElement("input"), contentDOM = document.createElement("div");
    dom.dataset.node = name; label.type = "text"; label.maxLength = config.most; label.setAttribute("aria-label", "Label"); label.className = "label"; contentDOM.className = "value";
    dom.append(label, contentDOM);
    const show = (now) => { if (label !== document.activeElement) label.value = now.attrs.label || ""; dom.dataset.level = now.attrs.level || 0; };
    label.addEventListener("input", () => { editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "label", label.value || null)); });
    label.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        editor.commands.setTextSelection(getPos() + 1);
        editor.view.focus();  // at once: the command's own focus waits a frame, in which the next key would go to the label
      }
    });
    show(node);
    return {
      dom, contentDOM,
      update: (now) => { if (now.type.name !== name) return false; show(now); return true; },
      stopEvent: (event) => event.target === label,
      ignoreMutation: (change) => change.type !== "selection" && !contentDOM.contains(change.target),
    };
  },
});
const Identity = own("identity", { group: "block inner cell", content: "identityRow+", attrs: ["numbered", "labelWidth"], shown: (node) => (node.attrs.numbered ? { "data-numbered": "" } : {}) });
const IdentityRow = labelled("identityRow", { content: TEXT, attrs: ["label", "level"], most: 120 });
const BoxRow = labelled("boxRow", { group: "block inner cell", content: TEXT, attrs: ["label", "count", "labelWidth", "date"], most: 160 });
const ChoiceRow = own("choiceRow", {
  group: "block inner", atom: true, attrs: ["label", "field", "options", "columns", "labelWidth"],
  renderHTML: ({ node }) => ["div", { "data-node": "choiceRow", "data-attrs": kept(node.attrs) }, ["b", node.attrs.label || "Baris pilihan"], ["span", (node.attrs.options || []).map((each) => `☐ ${each}`).join("  ")]],
});
const Condition = own("condition", { group: "block inner cell", content: "block+", defining: true, attrs: ["match", "rules", "negate"], shown: (node) => ({ "data-label": labels.condition(node.attrs) }) });
const Repeat = own("repeat", { group: "block inner", content: "inner+", defining: true, attrs: ["over"], shown: (node) => ({ "data-label": labels.rows(node.attrs.over) }) });
const Signature = own("signature", {
  group: "block", atom: true, attrs: ["places", "columns"],
  renderHTML: ({ node }) => ["div", { "data-node": "signature", "data-attrs": kept(node.attrs) }, ...(node.attrs.places || []).map((place) => ["div", { "data-side": place.side }, ["small", place.title || "Tanda tangan"], ["b", labels.signer(place.who)]])],
});
const PageBreak = own("pageBreak", { group: "block", atom: true, shown: () => ({ "data-label": "Halaman baru" }) });
const Space = own("space", { group: "block inner cell", atom: true, attrs: ["mm"], shown: (node) => ({ "data-label": `Jarak ${node.attrs.mm || 4} mm` }) });
const Rule = Node.create({ name: "rule", group: "block inner", atom: true, parseHTML: () => [{ tag: "hr" }], renderHTML: () => ["hr"] });

const Field = own("field", {
  tag: "span", group: "inline", inline: true, atom: true, attrs: ["name", "case", "format"],
  renderHTML: ({ node }) => ["span", { "data-node": "field", "data-attrs": kept(node.attrs), title: labels.fieldTitle(node.attrs), "data-case": node.attrs.case || "asis" }, labels.field(node.attrs.name)],
  renderText: ({ node }) => `[${node.attrs.name || ""}]`,
});
const Calc = own("calc", {
  tag: "span", group: "inline", inline: true, atom: true, attrs: ["expr", "format"],
  renderHTML: ({ node }) => ["span", { "data-node": "calc", "data-attrs": kept(node.attrs), title: "Hitungan" }, `= ${node.attrs.expr || "?"}`],
  renderText: ({ node }) => `[=${node.attrs.expr || ""}]`,
});
const Tab = own("tab", { tag: "span", group: "inline", inline: true, atom: true, selectable: false, renderText: () => "\t", renderHTML: () => ["span", { "data-node": "tab" }, "\u21e5"] });
const HardBreak = Node.create({
  name: "hardBreak", group: "inline", inline: true, selectable: false, parseHTML: () => [{ tag: "br" }], renderHTML: () => ["br"], renderText: () => "\n",
});

const mark = (name, tag, others = []) => Mark.create({ name, parseHTML: () => [tag, ...others].map((each) => ({ tag: each })), renderHTML: () => [tag, 0] });
const TextStyle = Mark.create({
  name: "textStyle",
  addAttributes: () => ({
    fontSize: { default: null, rendered: false, parseHTML: (dom) => Number(dom.getAttribute("data-size")) || null },
    fontFamily: { default: null, rendered: false, parseHTML: (dom) => dom.getAttribute("data-font") },
  }),
  parseHTML: () => [{ tag: "span[data-size], span[data-font]" }],
  renderHTML: ({ mark: { attrs } }) => ["span", { ...(attrs.fontSize ? { "data-size": String(attrs.fontSize), style: `font-size: ${attrs.fontSize / 12}em` } : {}), ...(attrs.fontFamily ? { "data-font": attrs.fontFamily } : {}) }, 0],
});

/** The innermost node of a kind around the cursor: {node, pos, depth}. */
export const around = (state, ...names) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if (names.includes($from.node(depth).type.name)) return { node: $from.node(depth), pos: $from.before(depth), depth };
  return null;
};

/** A paragraph behind the outermost block around the cursor: the way out of tables, lists and conditions. */
export const paragraphAfter = (state, dispatch) => {
  const { $to } = state.selection;
  const end = $to.depth ? $to.after(1) : $to.pos;
  if (dispatch) {
    const tr = state.tr.insert(end, state.schema.nodes.paragraph.create());
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(end + 1))).scrollIntoView());
  }
  return true;
};

const leaveIdentity = (state, dispatch) => {
  const row = around(state, "identityRow");
  if (!row || !state.selection.empty || row.node.content.size || row.node.attrs.label) return false;
  const found = around(state, "identity");
  if (found.node.lastChild !== row.node || found.node.childCount === 1) return false;
  if (dispatch) {
    const tr = state.tr.delete(row.pos, row.pos + row.node.nodeSize), after = found.pos + found.node.nodeSize - row.node.nodeSize;
    tr.insert(after, state.schema.nodes.paragraph.create());
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(after + 1))).scrollIntoView());
  }
  return true;
};

const Base = Extension.create({
  name: "base",
  addStorage: () => ({ leaving: false }),
  addProseMirrorPlugins() {
    const { storage } = this;
    const insert = (name) => (state, dispatch) => {
      if (!state.selection.$from.parent.inlineContent) return false;
      dispatch?.(state.tr.replaceSelectionWith(state.schema.nodes[name].create(), false).scrollIntoView());
      return true;
    };
    const item = (command) => (state, dispatch, view) => command(state.schema.nodes.listItem)(state, dispatch, view);
    const first = (...commands) => (state, dispatch, view) => commands.some((command) => command(state, dispatch, view));
    return [
      history(), gapCursor(),
      keymap({
        "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo,
        // Escape, then Tab: out of the text to the next control.
        Escape: () => { storage.leaving = true; return false; },
        Tab: (state, dispatch, view) => {
          if (storage.leaving) { storage.leaving = false; return false; }
          return first(goToNextCell(1), item(sinkListItem), insert("tab"))(state, dispatch, view);
        },
        "Shift-Tab": (state, dispatch, view) => first(goToNextCell(-1), item(liftListItem))(state, dispatch, view),
        "Shift-Enter": insert("hardBreak"), "Mod-Enter": paragraphAfter,
        Enter: first(leaveIdentity, (state, dispatch, view) => splitListItem(state.schema.nodes.listItem)(state, dispatch, view)),
      }),
      keymap(baseKeymap),
      tableEditing(),
    ];
  },
});
const Marked = Extension.create({
  name: "marked",
  addKeyboardShortcuts() { return Object.fromEntries([["Mod-b", "bold"], ["Mod-i", "italic"], ["Mod-u", "underline"]].map(([key, name]) => [key, () => this.editor.commands.toggleMark(name)])); },
});

/** Everything of the document; marks in the order in which they are kept. */
export const extensions = [
  Doc, Text, Paragraph, Heading, BulletList, OrderedList, ListItem, Table, TableRow, TableCell, TableHeader, Identity, IdentityRow, BoxRow, ChoiceRow,
  Condition, Repeat, Signature, PageBreak, Space, Rule, Field, Calc, Tab, HardBreak,
  mark("bold", "strong", ["b"]), mark("italic", "em", ["i"]), mark("underline", "u"), mark("strike", "s", ["del"]), TextStyle, Base, Marked,
];
