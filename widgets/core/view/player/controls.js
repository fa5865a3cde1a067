// @ts-check
/* The controls of a card. */

/** @import { Inputs, On, Setting } from "../spec.d.ts" */

import { all } from "./elements.js";
import { nearestStop } from "./links.js";
import { valueText } from "./words.js";

/** Say where a native range stands, to ears and to its track. @param {HTMLInputElement} range @param {string} text */
export function markRange(range, text) {
  range.style.setProperty("--at", String((range.valueAsNumber - Number(range.min)) / (Number(range.max) - Number(range.min))));
  range.setAttribute("aria-valuetext", text);
}

/** Hear the controls; returns how to show a state in them. `onMove` is told of a change, `onRest` that the hand let go.
 * @param {HTMLElement} section @param {Inputs} inputs @param {Setting} state @param {On} on
 * @param {(changes: Setting, isDrag: boolean) => void} onMove @param {() => void} onRest */
export function connectControls(section, inputs, state, on, onMove, onRest) {
  const controls = all(section, "[data-input]", HTMLElement).map(element => {
    const name = element.dataset["input"] ?? "", input = inputs[name];
    if (!input) throw new Error(`the markup has a control for ${name}, which is no input`);
    const { kind, stops, options = [] } = input, isSlider = kind === "slider", output = element.querySelector("output");
    const field = element.querySelector("input"), select = element.querySelector("select"), button = element.querySelector("button");
    const pick = (/** @type {number} */ value) => { onMove({ [name]: value }, false); onRest(); };
    if (field && isSlider) {
      on(field, "input", () => onMove({ [name]: stops ? stops[field.valueAsNumber] ?? 0 : field.valueAsNumber }, true));
      for (const end of ["change", "pointerup", "pointercancel"]) on(field, end, onRest);
      field.style.setProperty("--published", field.dataset["published"] ?? null);
    } else if (field) on(field, "change", () => pick(field.checked ? 1 : 0));
    if (select) on(select, "change", () => pick(options[select.selectedIndex]?.value ?? 0));
    if (button) on(button, "click", () => pick(((state[name] ?? 0) + 1) >>> 0));
    let shown = NaN;
    return () => {
      const value = state[name] ?? 0, text = valueText(input, value);
      if (value === shown) return;
      shown = value;
      if (output) output.textContent = text;
      if (select) select.selectedIndex = options.findIndex(option => option.value === value);
      if (field && isSlider) {
        field.value = String(stops ? nearestStop(stops, value) : value);   // the nearest that it can show; `state` keeps the rest
        markRange(field, text);
      } else if (field) field.checked = value !== 0;
    };
  });
  return () => controls.forEach(show => show());
}
