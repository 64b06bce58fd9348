// Reads a list of trees, sends each through the editor's document and back, and writes what came out.
import { getSchema } from "@tiptap/core";
import { EditorState } from "@tiptap/pm/state";
import { fixTables } from "@tiptap/pm/tables";
import { readFileSync } from "node:fs";
import { extensions } from "../../../../platform/balai/ui/static_src/editor/schema.js";
import { atPath, fromTree, toTree } from "../../../../platform/balai/ui/static_src/editor/tree.js";

const schema = getSchema(extensions);
const trees = JSON.parse(readFileSync(0, "utf8"));
const places = (node, path = []) => [[path, node.type], ...(node.content || []).flatMap((each, index) => places(each, [...path, index]))];
const results = trees.map((tree) => {
  try {
    const doc = schema.nodeFromJSON(fromTree(tree));
    doc.check();
    const state = EditorState.create({ schema, doc });
    const back = toTree(doc.toJSON());
    const lost = places(back).filter(([path, type]) => atPath(doc, path).node.type.name !== type || (path.length && doc.nodeAt(atPath(doc, path).pos)?.type.name !== type));
    return { tree: back, tables: Boolean(fixTables(state)), lost: lost.map(([path]) => path) };
  } catch (error) { return { problem: String(error) }; }
});
process.stdout.write(JSON.stringify(results));
