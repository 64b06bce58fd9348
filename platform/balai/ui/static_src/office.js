// Small conveniences of the office; every page works without them.
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => root.querySelectorAll(selector);
  const json = async (url) => {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  // The menu is longer than a screen: the line of this page comes into sight, the page itself stays.
  const side = one(".side"), here = side && one("[aria-current]", side);
  if (here && here.offsetTop + here.offsetHeight > side.clientHeight) side.scrollTop = here.offsetTop - side.clientHeight / 2;

  // -- keyboard, rows, menus --------------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = one("#search");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    }
    if (event.key === "Escape") all("details[open].closes").forEach((menu) => { menu.open = false; one("summary", menu)?.focus(); });
    if (event.key === "Enter" && event.target.matches("tr[data-href]")) location.href = event.target.dataset.href;
  });
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    const chosen = String(getSelection());
    if (row && !chosen && !event.target.closest("a, button, input, label, select, summary")) {
      if (event.ctrlKey || event.metaKey) open(row.dataset.href); else location.href = row.dataset.href;
    }
    all("details[open].closes").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const copy = event.target.closest("[data-copy]");
    if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => { copy.textContent = "Tersalin"; });
    if (event.target.closest("[data-print]")) window.print();
  });
  one(".summary")?.focus();
  all("form[data-auto] select").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));
  all("[data-all]").forEach((box) => box.addEventListener("change", () => {
    all(`input[name="${box.dataset.all}"]`, box.form || document).forEach((each) => { each.checked = box.checked; });
  }));

  // -- forms: unsaved work asks, a form is sent once, digits are counted, dates are put in order ---------------------
  all("form[method=post]").forEach((form) => {
    let touched = false, sent = false;
    if (form.hasAttribute("data-keep")) {
      form.addEventListener("input", () => { touched = true; });
      addEventListener("beforeunload", (event) => { if (touched && !sent) event.preventDefault(); });
    }
    form.addEventListener("submit", (event) => {
      if (sent) { event.preventDefault(); return; }
      sent = true;
      setTimeout(() => { sent = false; }, 4000);
    });
  });
  all("input[data-digits], input[data-count]").forEach((input) => {
    const out = document.getElementById(input.dataset.count || `${input.id}_count`);
    const show = () => {
      const count = input.value.replace(/\D/g, "").length;
      if (out) out.textContent = count ? `${count} dari ${input.dataset.digits || 16} angka` : "";
    };
    input.addEventListener("input", show);
    show();
  });
  all("input.w-date").forEach((input) => {
    input.addEventListener("change", () => {
      const parts = input.value.trim().match(/^(\d{1,2})[-/. ]?(\d{1,2})[-/. ]?(\d{4})$/);
      if (parts) input.value = `${parts[1].padStart(2, "0")}-${parts[2].padStart(2, "0")}-${parts[3]}`;
    });
  });
  all("input[type=file][data-max]").forEach((input) => input.addEventListener("change", () => {
    const big = [...input.files].find((file) => file.size > Number(input.dataset.max));
    input.setCustomValidity(big ? input.dataset.tooBig : "");
    if (big) { input.reportValidity(); input.value = ""; input.setCustomValidity(""); }
  }));

  // -- a list that is mended row by row: each row is saved in place, the next one takes the cursor ------------------------
  all("form[data-inline]").forEach((form) => form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = one(".error", form), button = one("button", form);
    button.disabled = true;
    try {
      const answer = await fetch(location.href, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const { problem, said: words } = await answer.json();
      said.textContent = problem; said.hidden = !problem; button.disabled = false;
      if (problem) { one("input:not([type=hidden]), select", form).focus(); return; }
      const forms = [...all("form[data-inline]:not([data-saved])")], next = forms[forms.indexOf(form) + 1];
      form.dataset.saved = ""; button.textContent = words; button.disabled = true;
      if (next) one("input:not([type=hidden]), select", next).focus(); else location.reload();
    } catch { form.submit(); }
  }));

  // -- rows of a form that depend on a choice: asked from the server again, in place ----------------------------------
  all("form[data-fresh]").forEach((form) => form.addEventListener("change", async (event) => {
    const { id } = event.target;
    if (!event.target.matches("[data-again]")) return;
    const asked = new URLSearchParams(new FormData(form));
    asked.set("act", "segar");
    const page = new DOMParser().parseFromString(await (await fetch(`?${asked}`)).text(), "text/html");
    const rows = one("[data-rows]", page);
    if (rows) { one("[data-rows]", form).replaceWith(rows); document.getElementById(id)?.focus(); }
  }));

  // -- person picker: a combobox over the form's own text box --------------------------------------------------------
  all("[data-picker]").forEach((box) => {
    const text = one("input[type=search]", box), key = one("input[type=hidden]", box), list = one(".picker-list", box);
    if (!text || !key || !list || !box.dataset.picker) return;
    let found = [], at = -1, waiting = 0, asked = 0;
    text.setAttribute("role", "combobox");
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-controls", list.id);
    text.setAttribute("aria-expanded", "false");
    const close = () => { list.hidden = true; text.setAttribute("aria-expanded", "false"); text.removeAttribute("aria-activedescendant"); at = -1; };
    const mark = (index) => {
      at = index;
      [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
      if (at >= 0) { text.setAttribute("aria-activedescendant", list.children[at].id); list.children[at].scrollIntoView({ block: "nearest" }); }
    };
    const choose = (index) => { const person = found[index]; if (!person) return; key.value = person.key; text.value = person.name; close(); text.dispatchEvent(new Event("picked", { bubbles: true })); };
    const show = () => {
      list.replaceChildren(...found.map((person, number) => {
        const item = document.createElement("li"), small = document.createElement("small");
        item.id = `${list.id}_${number}`; item.setAttribute("role", "option"); item.textContent = person.name; small.textContent = person.detail; item.append(small);
        item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(number); });
        return item;
      }));
      if (!found.length) { const none = document.createElement("li"); none.textContent = box.dataset.none; none.className = "muted"; list.append(none); }
      list.hidden = false; text.setAttribute("aria-expanded", "true"); at = -1;
    };
    text.addEventListener("input", () => {
      key.value = "";
      clearTimeout(waiting);
      const words = text.value.trim();
      if (words.length < 2) { close(); return; }
      waiting = setTimeout(async () => {
        const turn = ++asked;
        try {
          const answer = await json(`${box.dataset.picker}?q=${encodeURIComponent(words)}`);
          if (turn === asked) { found = answer.people; show(); }
        } catch { close(); }
      }, 120);
    });
    text.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") { event.preventDefault(); if (found.length) mark((at + 1) % found.length); }
      if (event.key === "ArrowUp") { event.preventDefault(); if (found.length) mark((at - 1 + found.length) % found.length); }
      if (event.key === "Enter" && (at >= 0 || found.length === 1)) { event.preventDefault(); choose(Math.max(at, 0)); }
      if (event.key === "Escape") close();
    });
    text.addEventListener("blur", close);
  });

  // -- toasts: ten seconds to undo, longer while somebody is on it ---------------------------------------------------
  const away = (toast) => {
    let timer = 0;
    const start = () => { timer = setTimeout(() => toast.remove(), 10000); };
    const stop = () => clearTimeout(timer);
    ["mouseenter", "focusin"].forEach((name) => toast.addEventListener(name, stop));
    ["mouseleave", "focusout"].forEach((name) => toast.addEventListener(name, () => { stop(); start(); }));
    start();
  };
  const toasts = () => {
    let box = one(".toasts");
    if (!box) { box = document.createElement("div"); box.className = "toasts"; box.setAttribute("role", "status"); document.body.append(box); }
    return box;
  };
  all("[data-toast]").forEach((toast) => { toasts().append(toast); away(toast); });

  // -- jobs: the bar on the page, the bell in the head ---------------------------------------------------------------
  all("[data-job]").forEach((box) => {
    const bar = one("progress", box), words = one("[data-words]", box);
    let wait = 400;
    const poll = async () => {
      try {
        const job = await json(box.dataset.job);
        if (bar) { if (job.total) { bar.max = job.total; bar.value = job.done; } else bar.removeAttribute("value"); }
        const said = job.words || job.label || "";
        if (words && words.textContent !== said) words.textContent = said;
        if (job.finished) { location.href = box.dataset.next || location.href; return; }
      } catch { /* the line failed; the next poll tells */ }
      wait = Math.min(wait * 1.3, 3000);
      setTimeout(poll, wait);
    };
    setTimeout(poll, wait);
  });
  all("[data-bell-job]").forEach((link) => {
    const poll = async () => {
      try {
        const job = await json(link.dataset.bellJob);
        one("small", link).textContent = job.finished ? job.label : job.words || job.label;
        if (job.finished) {
          const toast = document.createElement("div"), go = document.createElement("a");
          toast.className = `alert ${job.state === "done" ? "good" : "bad"}`;
          go.href = link.href; go.textContent = `${one("span", link).textContent}: ${job.label}`;
          toast.append(go); toasts().append(toast); away(toast);
          const count = one(".bell .n");
          if (count) { const left = Number(count.textContent) - 1; if (left > 0) count.textContent = String(left); else count.remove(); }
          return;
        }
      } catch { /* later */ }
      setTimeout(poll, 5000);
    };
    setTimeout(poll, 3000);
  });

  // -- a chart as a picture ------------------------------------------------------------------------------------------
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-png]");
    if (!link) return;
    event.preventDefault();
    const text = await (await fetch(link.href)).text();
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = picture.naturalWidth * 2; canvas.height = picture.naturalHeight * 2;
      const pen = canvas.getContext("2d");
      pen.scale(2, 2); pen.drawImage(picture, 0, 0);
      const save = document.createElement("a");
      save.href = canvas.toDataURL("image/png"); save.download = link.dataset.png; save.click();
    };
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });

  // -- questions that hang on another answer; a list narrowed while typing; what a form would print beside it -----------
  all("[data-shown-when]").forEach((input) => {
    const [name, values] = input.dataset.shownWhen.split("="), wanted = values.split("|");
    const other = one(`[name="${CSS.escape(name)}"]`, input.form), box = input.closest(".field");
    if (!other || !box) return;
    const show = () => { box.hidden = !wanted.includes(other.value); };
    other.addEventListener("change", show);
    show();
  });
  all("input[data-narrow]").forEach((input) => input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    all("[data-words]", document.getElementById(input.dataset.narrow)).forEach((item) => {
      item.hidden = !words.every((word) => item.dataset.words.includes(word));
    });
  }));
  all("form[data-preview]").forEach((form) => {
    const box = one("[data-preview-shown]"), image = one("[data-preview-page]", box), words = one("[data-preview-words]", box);
    let page = 1, pages = 1, waiting = 0, turn = 0;
    box.hidden = false;
    const draw = async () => {
      const mine = ++turn;
      try {
        const answer = await fetch(`${form.dataset.preview}&page=${page}`, { method: "POST", body: new FormData(form) });
        if (mine !== turn) return;
        if (!answer.ok) { words.textContent = answer.status === 422 ? await answer.text() : "Pratinjau tidak dapat dibuat sekarang."; return; }
        pages = Number(answer.headers.get("X-Pages")) || 1;
        page = Math.min(page, pages);
        const reader = new FileReader();
        reader.onload = () => { if (mine === turn) image.src = reader.result; };
        reader.readAsDataURL(await answer.blob());
        words.textContent = pages > 1 ? `Halaman ${page} dari ${pages}` : "Satu halaman";
        all("[data-preview-turn]", box).forEach((button) => { button.parentNode.hidden = pages < 2; });
      } catch { if (mine === turn) words.textContent = "Pratinjau tidak dapat dibuat: sambungan terputus."; }
    };
    const soon = () => { clearTimeout(waiting); waiting = setTimeout(draw, 200); };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("picked", soon);
    all("[data-preview-turn]", box).forEach((button) => button.addEventListener("click", () => {
      page = Math.min(Math.max(page + Number(button.dataset.previewTurn), 1), pages);
      draw();
    }));
    draw();
  });
})();
