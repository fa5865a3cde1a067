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
  let card = /** @type {Card | null} */ (null);
  const on = (/** @type {string} */ event, /** @type {(...values: any[]) => void} */ listener) => {
    model.on(event, listener);
    signal.addEventListener("abort", () => model.off(event, listener));
  };
  /** Plotly as it came with the card, or else as the kernel sends it when it is asked. @returns {Promise<string>} */
  const address = () => new Promise((resolve, reject) => {
    const take = (/** @type {DataView} */ source) => resolve(URL.createObjectURL(new Blob([/** @type {any} */ (source)], { type: "text/javascript" })));
    signal.addEventListener("abort", () => reject(signal.reason));
    if (model.get("_plotly")) { take(model.get("_plotly")); return; }
    on("msg:custom", ({ want }, buffers) => { if (want === "plotly") take(buffers[0]); });
    model.send({ want: "plotly" });
  });
  const plotly = async () => {
    const found = await loadPlotly(address);
    if (model.get("_plotly")) { model.set("_plotly", null); model.save_changes(); }     // a notebook should not save it
    return found;
  };
  const show = () => {
    card?.stop();
    el.innerHTML = model.get("_markup");
    const spec = JSON.parse(model.get("_spec")), names = Object.keys(settings(spec.inputs, {}));
    const state = () => Object.fromEntries(names.map(name => [name, Number(model.get(name))]));
    const tell = (/** @type {Record<string, unknown>} */ changes) => {
      model.set(changes);                                          // all at once: each setting comes back as a change
      model.save_changes();
    };
    const mine = card = mount(one(el, ".sim", HTMLElement), spec, { plotly, address: "", state, onInput: tell, guess: () => model.get("guess"), onGuess: guess => tell({ guess }) });
    setState = () => mine.set(state());
    setGuess = () => mine.setGuess(model.get("guess"));
  };
  let setState = () => {}, setGuess = () => {};
  el.addEventListener("keydown", event => event.stopPropagation(), { signal });           // JupyterLab would take the arrow keys
  on("change:_spec", show);
  on("change:guess", () => setGuess());
  on("change", () => setState());
  signal.addEventListener("abort", () => card?.stop());
  show();
  return () => ending.abort();
}
