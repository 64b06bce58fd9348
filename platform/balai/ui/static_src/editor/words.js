// What nodes are called on the page. The catalogue is the kind's own; it comes with the page.
const OPERATORS = { filled: "terisi", empty: "kosong", is: "sama dengan", is_not: "bukan", in: "salah satu dari" };
const known = { fields: new Map(), rows: {}, signers: {} };

/** Take the kind's catalogue: fields [{name, label, group}], rows {key: title}, signers {key: title}. */
export const learn = ({ fields, rows, signers }) => {
  known.fields = new Map(fields.map((each) => [each.name, each]));
  known.rows = rows; known.signers = signers;
};
/** A field by its name; a row's own field is kept without its group. */
export const fieldOf = (name) => {
  const key = String(name || "").toLowerCase();
  return known.fields.get(key) || Object.keys(known.rows).map((over) => known.fields.get(`${over}.${key}`)).find(Boolean);
};
const PLAIN = new Set(["Surat", "Pemohon", "Desa", "Penanda tangan", "Peristiwa"]);
export const labels = {
  field: (name) => {
    const found = fieldOf(name);
    if (!found) return name || "Pilih isian";
    return PLAIN.has(found.group) || found.group.startsWith("Isian: ") || found.name.includes(".") ? found.label : `${found.label}, ${found.group.toLowerCase()}`;
  },
  fieldTitle: ({ name }) => { const found = fieldOf(name); return found ? `${found.group}: ${found.label}` : `Isian ${name} tidak dikenal`; },
  rows: (over) => `Berulang: ${known.rows[over] || over || "pilih kelompok"}`,
  signer: (who) => known.signers[who] || who,
  condition: ({ rules, match, negate }) => {
    const words = (rules || []).map(({ field, op, value }) => {
      const what = op === "filled" || op === "empty" ? "" : ` ${[].concat(value ?? "").join(" / ")}`;
      return `${labels.field(field)} ${OPERATORS[op] || op}${what}`;
    });
    return `${negate ? "Kecuali bila" : "Bila"} ${words.join(match === "any" ? " atau " : " dan ") || "(belum ada syarat)"}`;
  },
};
export { OPERATORS };
