// @ts-check
/* The drawing library: a classic script, once per page. */

import { all } from "./elements.js";

/** Return Plotly: that of the page, or the one that another card brings, or what stands at `address`.
 * @param {() => Promise<string>} address @returns {Promise<any>} */
export async function loadPlotly(address) {
  const found = () => Reflect.get(globalThis, "Plotly");
  for (let [other] = scripts(); other && !found(); [other] = scripts()) await settled(other).catch(() => {});
  if (found()) return found();
  const script = document.head.appendChild(Object.assign(document.createElement("script"), { className: "sim-plotly" }));
  const loaded = settled(script);
  address().then(url => { script.src = url; }, () => script.dispatchEvent(new Event("error")));      // others need not wait for it
  await loaded;
  return found();
}

const scripts = () => all(document, "script.sim-plotly", HTMLScriptElement);

/** Wait until a script has run. @param {HTMLScriptElement} script @returns {Promise<void>} */
const settled = script => new Promise((resolve, reject) => {
  script.addEventListener("load", () => resolve());
  script.addEventListener("error", () => { script.remove(); reject(new Error("the drawing library did not load")); });
});
