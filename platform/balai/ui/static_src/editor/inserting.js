// Where a new block goes: behind the block that the cursor stands in, as far out as it may stand; an empty paragraph gives way.
import { NodeSelection, Selection } from "@tiptap/pm/state";

export const insertable = (json) => (state, dispatch) => {
  const node = state.schema.nodeFromJSON(json), { $to } = state.selection;
  for (let depth = $to.depth; depth >= 0; depth--) {
    const parent = $to.node(depth), here = depth === $to.depth;
    if (parent.inlineContent) continue;
    const index = $to.indexAfter(depth);
    if (!parent.canReplaceWith(index, index, node.type)) continue;
    let from = here ? $to.pos : $to.after(depth + 1), to = from;
    const before = here ? null : $to.node(depth + 1);
    if (before?.type.name === "paragraph" && !before.content.size && parent.canReplaceWith(index - 1, index, node.type)) from -= before.nodeSize;
    if (dispatch) {
      const tr = state.tr.replaceWith(from, to, node);
      tr.setSelection(node.isAtom ? NodeSelection.create(tr.doc, from) : Selection.near(tr.doc.resolve(from + 1)));
      dispatch(tr.scrollIntoView());
    }
    return true;
  }
  return false;
};
