// @ts-check
/* The controls of a card. */

/** @import { Inputs, MoveEvent, On, Setting, Spec } from "../spec.d.ts" */

import { all } from "./elements.js";
import { nearestStop, settings } from "./links.js";
import { valueText } from "./words.js";

/** Say where a native range stands, to ears and to its track. @param {HTMLInputElement} range @param {string} text */
export function markRange(range, text) {
  range.style.setProperty("--at", String((range.valueAsNumber - Number(range.min)) / (Number(range.max) - Number(range.min))));
  range.setAttribute("aria-valuetext", text);
}

/** Hear the controls; returns how to show a state in them. `take` is told what happens to a move.
 * @param {HTMLElement} section @param {Inputs} inputs @param {Setting} state @param {On} on
 * @param {(event: MoveEvent, changes?: Setting) => void} take */
export function connectControls(section, inputs, state, on, take) {
  const controls = all(section, "[data-input]", HTMLElement).map(element => {
    const name = element.dataset["input"] ?? "", input = inputs[name];
    if (!input) throw new Error(`the markup has a control for ${name}, which is no input`);
    const { kind, stops, options = [] } = input, isSlider = kind === "slider", output = element.querySelector("output");
    const field = element.querySelector("input"), select = element.querySelector("select"), button = element.querySelector("button");
    const pick = (/** @type {number} */ value) => take("step", { [name]: value });
    if (field && isSlider) {
      on(field, "input", () => take("drag", { [name]: stops ? stops[field.valueAsNumber] ?? 0 : field.valueAsNumber }));
      for (const end of ["change", "pointerup", "pointercancel"]) on(field, end, () => take("release"));
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

/** Presets: each is a whole setting, with what it names, and the rest as declared; chance stays as it is. Returns what
 * shows which of them is set. @param {HTMLElement} section @param {Spec} spec @param {On} on @param {(whole: Setting) => void} jump */
export function connectPresets(section, { inputs, presets }, on, jump) {
  const pills = all(section, ".sim-presets button", HTMLButtonElement), wholes = presets.map(([, named]) =>
    Object.entries(settings(inputs, named)).filter(([name]) => name in named || inputs[name]?.kind !== "seed"));
  pills.forEach((pill, i) => on(pill, "click", () => jump(Object.fromEntries(wholes[i] ?? []))));
  return (/** @type {Setting} */ state) =>
    pills.forEach((pill, i) => pill.setAttribute("aria-pressed", String(wholes[i]?.every(([name, value]) => state[name] === value))));
}
