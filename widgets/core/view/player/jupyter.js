// @ts-check
/* The view in Jupyter, as an anywidget. */

/** @import { Card } from "../spec.d.ts" */

import { mount } from "./card.js";
import { one } from "./elements.js";
import { settings } from "./links.js";
import { loadPlotly } from "./plotly.js";

/** In Jupyter, as an anywidget: the traits are the inputs, and the card and the model follow each other.
 * @param {{ model: any, el: HTMLElement }} cell */
export function render({ model, el }) {
  const ending = new AbortController(), { signal } = ending;
  let card = /** @type {Card | null} */ (null), names = /** @type {string[]} */ ([]);
  const state = () => Object.fromEntries(names.map(name => [name, Number(model.get(name))]));
  const on = (/** @type {string} */ event, /** @type {() => void} */ listener) => {
    model.on(event, listener);
    signal.addEventListener("abort", () => model.off(event, listener));
  };
  const plotly = () => loadPlotly(async () => {
    const bundle = await model.widget_manager.get_model(String(model.get("_plotly")).replace("IPY_MODEL_", ""));
    return URL.createObjectURL(new Blob([bundle.get("source")], { type: "text/javascript" }));
  });
  const show = () => {
    card?.stop();
    el.innerHTML = model.get("_markup");
    const spec = JSON.parse(model.get("_spec"));
    names = Object.keys(settings(spec.inputs, {}));
    card = mount(one(el, ".sim", HTMLElement), spec, { plotly, address: "", state, onInput(changes) {
      model.set(changes);                                          // all at once: each setting comes back as a change
      model.save_changes();
    } });
  };
  el.addEventListener("keydown", event => event.stopPropagation(), { signal });           // JupyterLab would take the arrow keys
  on("change:_spec", show);
  on("change", () => card?.set(state()));
  signal.addEventListener("abort", () => card?.stop());
  show();
  return () => ending.abort();
}
