// @ts-check
/* Views and their films. */

/** @import { On, Values } from "../spec.d.ts" */

import { markRange } from "./controls.js";
import { all, one } from "./elements.js";
import { readField } from "./records.js";
import { fillText } from "./words.js";

/** Tabs: arrow keys move, and the one in focus is the one shown.
 * @param {HTMLElement} section @param {On} on @param {(index: number) => void} onShow */
export function connectTabs(section, on, onShow) {
  const tabs = all(section, '[role="tab"]', HTMLButtonElement), views = all(section, ".sim-picture", HTMLElement);
  tabs.forEach((tab, i) => {
    on(tab, "click", () => {
      tabs.forEach(each => { each.setAttribute("aria-selected", String(each === tab)); each.tabIndex = each === tab ? 0 : -1; });
      views.forEach((view, at) => view.toggleAttribute("data-away", at !== i));
      onShow(i);
    });
    on(tab, "keydown", event => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: -1 }[event instanceof KeyboardEvent ? event.key : ""];
      if (to === undefined) return;
      event.preventDefault();
      tabs.at(to % tabs.length)?.focus();
      tabs.at(to % tabs.length)?.click();
    });
  });
}

/** The film of a view. It plays only when asked; who prefers less motion gets a step at a time.
 * @param {HTMLElement} picture @param {{ text: string, perSecond: number, count: number }} frames
 * @param {MediaQueryList} still @param {On} on @param {() => void} onFrame */
export function connectFilm(picture, { text, perSecond, count }, still, on, onFrame) {
  const bar = one(picture, ".sim-frames", HTMLElement), button = one(bar, "button", HTMLButtonElement);
  const range = one(bar, "input", HTMLInputElement), output = one(bar, "output", HTMLOutputElement);
  const at = () => range.valueAsNumber, last = count - 1;
  let playing = 0;
  const play = (/** @type {boolean} */ isOn) => {
    clearInterval(playing);
    playing = isOn ? setInterval(() => step(1), 1000 / perSecond) : 0;
    bar.toggleAttribute("data-playing", isOn);
    button.setAttribute("aria-label", isOn ? "Pause" : still.matches ? "One step on" : "Play");
  };
  const step = (/** @type {number} */ frames) => {
    range.value = String(Math.min(last, (at() < last ? at() : -frames) + frames));       // from the end to the beginning
    onFrame();
    if (at() === last) play(false);
  };
  on(button, "click", () => (still.matches ? step(Math.ceil(count / 6)) : play(!playing)));
  on(range, "input", () => { play(false); onFrame(); });
  play(false);
  return { stop: () => play(false), at, show(/** @type {Values} */ values) {
    output.textContent = fillText(text, reference => readField(reference, values, at())) ?? "";
    markRange(range, output.textContent);
  } };
}
