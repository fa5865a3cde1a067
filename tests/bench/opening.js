/* Runs in a page before its own scripts: when the first card is drawn it makes a small move, and keeps the milliseconds
 * since the page was asked for, until the first drawing and until the answer to that move. */
addEventListener("sim:drawn", ({ target, detail: { values } }) => {
  if (globalThis.opened) return;
  globalThis.opened = { drawn: performance.now(), answered: 0 };
  const control = target.querySelector('[data-input]:has(input[type="range"])') ?? target.querySelector("[data-input]:has(select)");
  const field = control.querySelector("input, select"), name = control.dataset.input;
  target.addEventListener("sim:drawn", ({ detail }) => {
    if (detail.values[name] !== values[name] && (detail.isNew || !detail.pending)) opened.answered ||= performance.now();
  });
  if (field.type === "range") { if (field.value === field.max) field.stepDown(); else field.stepUp(); } else field.selectedIndex = field.selectedIndex ? 0 : 1;
  field.dispatchEvent(new Event(field.type === "range" ? "input" : "change", { bubbles: true }));
}, { capture: true });
