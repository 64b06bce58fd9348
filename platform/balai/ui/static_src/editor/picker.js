// A list to choose from with a search box: fields, mostly. A native dialog: Escape closes it, the focus comes back.
const made = (tag, props = {}, ...children) => { const dom = Object.assign(document.createElement(tag), props); dom.append(...children); return dom; };

/** Ask for one of ``items`` [{value, label, group}]; resolves to its value, or to null. */
export const choose = (title, items) => new Promise((resolve) => {
  const id = `pick-${Math.random().toString(36).slice(2)}`;
  const search = made("input", { type: "search", autocomplete: "off", id: `${id}-q` });
  const list = made("ul", { className: "picks", id }), none = made("p", { className: "muted", textContent: "Tidak ada yang cocok. Tulis kata lain.", hidden: true });
  const dialog = made("dialog", { className: "card pick" }, made("h2", { textContent: title }), made("label", { htmlFor: search.id, textContent: "Cari" }), search, none, list, made("div", { className: "actions" }, made("button", { type: "button", className: "button", textContent: "Tutup", onclick: () => dialog.close() })));
  dialog.setAttribute("aria-label", title); list.setAttribute("role", "listbox"); list.setAttribute("aria-label", title);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "true"], ["aria-controls", id], ["aria-autocomplete", "list"]]) search.setAttribute(name, value);
  let chosen = null, at = 0, shown = [];
  const take = (item) => { chosen = item.value; dialog.close(); };
  const mark = (index) => {
    at = Math.max(0, Math.min(index, shown.length - 1));
    shown.forEach(([dom], number) => dom.setAttribute("aria-selected", String(number === at)));
    if (shown[at]) { search.setAttribute("aria-activedescendant", shown[at][0].id); shown[at][0].scrollIntoView({ block: "nearest" }); } else search.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = items.filter(({ label, group, value }) => words.every((word) => `${label} ${group} ${value}`.toLowerCase().includes(word))).slice(0, 200);
    list.replaceChildren(); shown = [];
    let group = null;
    for (const item of fits) {
      if (item.group !== group) { group = item.group; list.append(made("li", { className: "group", textContent: group, role: "presentation" })); }
      const dom = made("li", { textContent: item.label, id: `${id}-${shown.length}` });
      dom.setAttribute("role", "option");
      dom.addEventListener("click", () => take(item));
      list.append(dom); shown.push([dom, item]);
    }
    none.hidden = Boolean(fits.length);
    mark(0);
  };
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (move) { event.preventDefault(); mark(at + move); }
    if (event.key === "Enter") { event.preventDefault(); if (shown[at]) take(shown[at][1]); }
  });
  dialog.addEventListener("close", () => { dialog.remove(); resolve(chosen); });
  document.body.append(dialog);
  show();
  dialog.showModal();
  search.focus();
});
export { made };
