// Between the kept tree and the editor's document. Both have the same shape: only what a document must have and a tree may
// leave out is added and taken away again.
const LEAVES = new Set(["choiceRow", "signature", "pageBreak", "space", "rule", "text", "field", "calc", "hardBreak", "tab"]);
/** What must hold something, and what it is given. */
const FILLED = { doc: "paragraph", listItem: "paragraph", condition: "paragraph", repeat: "paragraph", tableCell: "paragraph", tableHeader: "paragraph", bulletList: "listItem", orderedList: "listItem", identity: "identityRow", table: "tableRow", tableRow: "tableCell" };
const DEFAULTS = { colspan: 1, rowspan: 1 };

/** The kept tree as a document of the editor. */
export const fromTree = (node) => {
  const made = { type: node.type };
  if (node.attrs) made.attrs = Object.fromEntries(Object.entries(node.attrs).filter(([, value]) => value !== null));
  if (node.text !== undefined) made.text = node.text;
  if (node.marks?.length) made.marks = node.marks;
  const children = (node.content || []).filter((each) => each.type !== "text" || each.text).map(fromTree);
  if (!children.length && FILLED[node.type]) children.push(fromTree({ type: FILLED[node.type] }));
  if (children.length) made.content = children;
  return made;
};

/** A document of the editor as the tree that is kept. */
export const toTree = (node) => {
  const made = { type: node.type };
  const attrs = Object.entries(node.attrs || {}).filter(([name, value]) => value !== null && value !== undefined && value !== DEFAULTS[name]);
  if (attrs.length) made.attrs = Object.fromEntries(attrs);
  if (node.type === "table" && made.attrs?.widths) made.attrs.widths = fitted(made.attrs.widths, columns(node));
  if (node.text !== undefined) made.text = node.text;
  // A break or a tab has no letters: what marks it bears is nobody's wish.
  if (node.marks?.length && node.type !== "hardBreak" && node.type !== "tab") made.marks = node.marks.map(({ type, attrs: style }) => {
    const kept = Object.entries(style || {}).filter(([, value]) => value !== null);
    return kept.length ? { type, attrs: Object.fromEntries(kept) } : { type };
  });
  if (!LEAVES.has(node.type)) made.content = (node.content || []).map(toTree);
  return made;
};

/** How many columns a table has: those of its first row. */
export const columns = (table) => (table.content?.[0]?.content || []).reduce((sum, each) => sum + (each.attrs?.colspan || 1), 0);

/** Widths for so many columns: a new one gets the mean of the others. */
const fitted = (widths, count) => {
  if (!count || widths.length === count) return widths;
  const mean = Math.round((widths.reduce((sum, each) => sum + each, 0) / widths.length) * 10) / 10;
  return widths.length > count ? widths.slice(0, count) : [...widths, ...Array(count - widths.length).fill(mean)];
};

/** The node at a path of a tree (children counted from the root) in a document of the editor: {node, pos}. */
export const atPath = (doc, path) => {
  let node = doc, pos = -1;
  for (const index of path) {
    if (index >= node.childCount) break;
    let offset = 0;
    for (let before = 0; before < index; before++) offset += node.child(before).nodeSize;
    pos += 1 + offset;
    node = node.child(index);
  }
  return { node, pos };
};
