// @ts-check
/* The drawing library. */

import { all } from "./elements.js";

/** Load Plotly as a classic script, once per page. @param {() => Promise<string>} address @returns {Promise<any>} */
export async function loadPlotly(address) {
  const found = () => Reflect.get(globalThis, "Plotly"), url = found() ? "" : await address();
  const [already] = all(document, "script.sim-plotly", HTMLScriptElement), script = already ?? document.createElement("script");
  return found() ?? new Promise((resolve, reject) => {
    script.addEventListener("load", () => resolve(found()));
    script.addEventListener("error", () => { script.remove(); reject(new Error("the drawing library did not load")); });
    if (!already) document.head.append(Object.assign(script, { className: "sim-plotly", src: url }));
  });
}
