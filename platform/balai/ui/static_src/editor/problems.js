// What is wrong with the text, marked at its place, and listed beside it.
import { Extension } from "@tiptap/core";
import { NodeSelection, Plugin, PluginKey, Selection } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { made } from "./picker.js";
import { atPath } from "./tree.js";

const key = new PluginKey("problems");
export const Problems = Extension.create({
  name: "problems",
  addProseMirrorPlugins: () => [new Plugin({
    key,
    state: { init: () => DecorationSet.empty, apply: (tr, set) => tr.getMeta(key) || set.map(tr.mapping, tr.doc) },
    props: { decorations: (state) => key.getState(state) },
  })],
});

/** Show problems [{path, message, level}] in the text and in ``list``. */
export const showProblems = (editor, list, problems) => {
  const { doc } = editor.state;
  const placed = problems.map((each) => ({ ...each, ...atPath(doc, each.path) }));
  const marks = placed.filter(({ pos }) => pos >= 0).map(({ node, pos, message, level }) => {
    const attrs = { class: `problem ${level}`, title: message };
    return node.isText ? Decoration.inline(pos, pos + node.nodeSize, attrs) : Decoration.node(pos, pos + node.nodeSize, attrs);
  });
  editor.view.dispatch(editor.state.tr.setMeta(key, DecorationSet.create(doc, marks)).setMeta("addToHistory", false));
  const words = JSON.stringify(problems);
  if (list.dataset.now === words) return;
  list.dataset.now = words;
  list.replaceChildren(...placed.map(({ path, message, level }) => {
    const go = made("button", { type: "button", className: "button plain", textContent: message });
    go.addEventListener("click", () => {
      const { node, pos } = atPath(editor.state.doc, path), { tr } = editor.state;
      if (pos >= 0) editor.view.dispatch(tr.setSelection(node.isAtom && !node.isText ? NodeSelection.create(tr.doc, pos) : Selection.near(tr.doc.resolve(pos + 1))).scrollIntoView());
      editor.view.focus();
    });
    return made("li", { className: level }, go);
  }));
  list.parentNode.hidden = !problems.length;
};
