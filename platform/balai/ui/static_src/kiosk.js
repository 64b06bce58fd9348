// A kiosk in the hall: who walks away is signed out by a countdown that everybody sees; the first page rests behind a clock.
// The server ends the session by itself, too, should this not run.
(() => {
  const hear = (act) => ["pointerdown", "keydown", "input", "scroll"].forEach((name) => addEventListener(name, act, { passive: true, capture: true }));

  const box = document.querySelector("[data-idle]");
  if (box) {
    const whole = Number(box.dataset.idle);
    const last = Math.min(15, whole - 5);
    const left = box.querySelector("[data-left]");
    let timer;
    const end = () => {
      const form = box.querySelector("form");
      if (navigator.onLine) form.requestSubmit(); else location.href = "/layanan/anjungan/";
    };
    const count = (seconds) => {
      left.textContent = seconds;
      if (seconds <= 0) end(); else timer = setTimeout(() => count(seconds - 1), 1000);
    };
    const warn = () => { box.hidden = false; box.querySelector("[data-stay]").focus(); count(last); };
    const rest = () => { clearTimeout(timer); box.hidden = true; timer = setTimeout(warn, (whole - last) * 1000); };
    // The box itself is left by its buttons: gone at the first touch, it would let the touch fall on what lies behind.
    hear((event) => { if (!event.target.closest?.("[data-idle]")) rest(); });
    box.querySelector("[data-stay]").addEventListener("click", rest);
    rest();
  }

  const saver = document.querySelector("[data-saver]");
  if (saver) {
    let timer;
    const clock = saver.querySelector("[data-clock]");
    const tick = () => { clock.textContent = new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" }); };
    const wake = () => { clearTimeout(timer); saver.hidden = true; timer = setTimeout(() => { tick(); saver.hidden = false; }, Number(saver.dataset.saver) * 1000); };
    // The touch that wakes it presses nothing behind it.
    saver.addEventListener("pointerdown", (event) => { event.preventDefault(); });
    saver.addEventListener("click", wake);
    ["pointerdown", "keydown", "scroll"].forEach((name) => addEventListener(name, (event) => { if (name === "keydown" || saver.hidden) wake(); }, { passive: true }));
    setInterval(tick, 10000);
    wake();

    const board = document.querySelector("[data-board]");
    const empty = document.querySelector("[data-board-empty]");
    setInterval(async () => {
      try {
        const { called } = await (await fetch("/layanan/anjungan/papan.json")).json();
        board.replaceChildren(...called.map(({ label, counter }) => {
          const line = document.createElement("li");
          const number = document.createElement("b");
          number.textContent = label;
          line.append(number, counter ? `, ${counter}` : "");
          return line;
        }));
        empty.hidden = called.length > 0;
      } catch { /* the line is away: the board waits */ }
    }, 10000);
  }

  // A card reader types the number and presses Enter: the PIN is next.
  document.querySelectorAll("input[data-tag]").forEach((input) => input.addEventListener("keydown", (event) => {
    const pin = input.form.querySelector("input.pin");
    if (event.key === "Enter" && pin && !pin.value) { event.preventDefault(); pin.focus(); }
  }));
})();
