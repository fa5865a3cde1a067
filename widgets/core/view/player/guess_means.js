// @ts-check
/* The means of answering a card's question: options, a range, a pen. Each tells `take` of the guess whenever it changes: the
 * whole of it, or null, and what the figure is to show of it. */

/** @import { Guess, GuessSpec, On, Plain, Spec } from "../spec.d.ts" */

import { markRange } from "./controls.js";
import { all, one } from "./elements.js";
import { nearestPlace, pressKey, stroke, wholeLine } from "./guess_drawing.js";
import { pointText, rounded } from "./guess_values.js";
import { axisOf } from "./labels.js";
import { valueText } from "./words.js";

/** @typedef {(whole: Guess | null, seen?: Plain) => void} Take */

/** One of a few. @param {HTMLElement} section @param {HTMLElement} _ @param {Spec} __ @param {On} on @param {Take} take */
export function connectPick(section, _, __, on, take) {
  const options = all(section, ".sim-guess input", HTMLInputElement), value = () => {
    const at = options.findIndex(option => option.checked);
    return at < 0 ? null : at;
  };
  for (const option of options) on(option, "change", () => take(value()));
  return { value, place() {}, focus: () => options[0]?.focus(), clear() { for (const option of options) option.checked = false; take(null); } };
}

/** A number. It counts once it has been moved. @param {HTMLElement} section @param {HTMLElement} _ @param {Spec} spec @param {On} on @param {Take} take */
export function connectEstimate(section, _, spec, on, take) {
  const asked = /** @type {Extract<GuessSpec, { kind: "estimate" }>} */ (spec.guess);
  const range = one(section, ".sim-guess input", HTMLInputElement), output = one(section, ".sim-guess output", HTMLOutputElement);
  let isMoved = false;
  const value = () => (isMoved ? range.valueAsNumber : null), show = () => {
    const text = valueText({ kind: "slider", type: "f8", shape: [], offset: 0, digits: asked.digits, unit: asked.unit }, range.valueAsNumber);
    output.textContent = isMoved ? text : "";
    markRange(range, text);
  };
  for (const event of ["input", "change", "pointerup"]) on(range, event, () => { isMoved = true; show(); take(value()); });
  show();
  return { value, place() {}, focus: () => range.focus(), clear() { isMoved = false; range.value = range.defaultValue; show(); take(null); } };
}

/** A line, drawn with a mouse, a finger or keys. @param {HTMLElement} _ @param {HTMLElement} picture @param {Spec} spec @param {On} on @param {Take} take */
export function connectSketch(_, picture, spec, on, take) {
  const asked = /** @type {Extract<GuessSpec, { kind: "sketch" }>} */ (spec.guess), layout = spec.views[asked.view]?.layout ?? {};
  const pad = one(picture, ".sim-pad", HTMLElement), cursor = one(pad, ".sim-pen", HTMLElement), figure = one(picture, ".sim-figure", HTMLElement);
  const [x, y] = [axisOf(layout, "x"), axisOf(layout, "y")];
  const shares = asked.places.map(each => (x.place(each) - x.low) / (x.high - x.low));
  const height = (/** @type {number} */ share) => rounded(y.back(y.low + share * (y.high - y.low)));
  let drawn = /** @type {(number | null)[]} */ (asked.places.map(() => null)), at = 0, isDown = false;
  const count = () => drawn.filter(each => each !== null).length;
  const value = () => (count() > 1 ? wholeLine(drawn, shares).map(height) : null);

  function show() {
    const here = drawn[at] ?? null, done = asked.places.flatMap((place, i) => (drawn[i] === null ? [] : [{ place, height: height(drawn[i] ?? 0) }]));
    pad.toggleAttribute("data-drawn", done.length > 0);
    pad.setAttribute("aria-valuenow", String(Math.round(100 * (here ?? 0.5))));
    pad.setAttribute("aria-valuetext", here === null ? `${pad.dataset["empty"]}` : pointText(asked, at, height(here)));
    cursor.style.setProperty("left", `${100 * (shares[at] ?? 0)}%`);
    cursor.style.setProperty("bottom", `${100 * (here ?? 0.5)}%`);
    take(value(), { guess: done.map(each => each.height), guess_at: done.map(each => each.place) });
  }

  /** The pen is at a point of the pad. @param {PointerEvent} event */
  function draw({ clientX, clientY }) {
    const box = pad.getBoundingClientRect(), to = nearestPlace(shares, (clientX - box.left) / box.width);
    drawn = stroke(drawn, shares, isDown ? at : to, to, 1 - (clientY - box.top) / box.height);
    [at, isDown] = [to, true];
    show();
  }
  on(pad, "pointerdown", event => {
    if (!(event instanceof PointerEvent) || event.button) return;
    event.preventDefault();                                        // no text is selected on the way
    pad.focus({ preventScroll: true });
    pad.setPointerCapture(event.pointerId);
    draw(event);
  });
  on(pad, "pointermove", event => { if (isDown && event instanceof PointerEvent) draw(event); });
  for (const end of ["pointerup", "pointercancel"]) on(pad, end, () => { isDown = false; });
  on(pad, "keydown", event => {
    if (!(event instanceof KeyboardEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = pressKey(event.key, drawn, at);
    if (!pressed) return;
    event.preventDefault();
    ({ at, drawn } = pressed);
    show();
  });
  return { value, focus: () => pad.focus({ preventScroll: true }),
    clear() { drawn = asked.places.map(() => null); at = 0; show(); },
    place() {
      const plot = figure.querySelector(".nsewdrag")?.getBoundingClientRect(), around = one(picture, ".sim-plot", HTMLElement).getBoundingClientRect();
      if (!plot) return;
      for (const [side, size] of Object.entries({ left: plot.left - around.left, top: plot.top - around.top, width: plot.width, height: plot.height })) pad.style.setProperty(side, `${size}px`);
    } };
}
