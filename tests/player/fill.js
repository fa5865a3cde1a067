// @ts-check
/* Fill figures as the page does: cases come as JSON, a line each, and so do the figures that Plotly would be given. A
 * picture is made once for each view and draws one case after the other, so that what it keeps is tried too. */
import { readFileSync } from "node:fs";
import { createPicture } from "../../widgets/core/view/player/picture.js";

/** @type {any} */
let given;
const Plotly = { react: (/** @type {any} */ _, /** @type {any} */ data, /** @type {any} */ layout) => { given = structuredClone({ data, layout }); return Promise.resolve(); } };
const figure = /** @type {any} */ ({ once: () => {} });
/** Colours stay names, of those that there are. @param {string[]} colours */
const useColours = colours => Object.assign(globalThis, { getComputedStyle: () => ({ getPropertyValue(/** @type {string} */ variable) {
  const name = variable.replace(/^--sim-/, "");
  return colours.includes(name) ? `var(--${name})` : "";
} }) });

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { view, template, width, height, cases, colours } = JSON.parse(line), picture = createPicture(Plotly, figure, view, template);
  useColours(colours);
  picture.paint({ width, height, isWide: true });
  const figures = cases.map((/** @type {any} */ { values, frame }) => {
    picture.draw({ values, before: null, frame, from: null, share: 1 });
    return given;
  });
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
