// @ts-check
/* The figure language in the page: what a trace, or the layout, takes from the values. figure.py does the same; language.py says what. */

/** @import { Binding, Plain, Reader, TraceMeta, Values } from "../spec.d.ts" */

import { readField } from "./records.js";

/** A copy of figure JSON with every `var(--name)` replaced. @param {any} node @param {(name: string) => string} read @returns {any} */
export const resolveTokens = (node, read) => JSON.parse(JSON.stringify(node), (_, value) =>
  (typeof value === "string" ? value.replace(/var\(--([\w-]+)\)/g, (_, name) => read(name)) : value));

/** Set "marker.size" or "shapes[0].x0" of figure JSON. @param {Plain} target @param {string} path @param {unknown} value */
export function setPath(target, path, value) {
  const steps = path.match(/[^.[\]]+/g) ?? [], last = steps.pop() ?? path;
  steps.reduce((node, step) => (node[step] ??= {}), target)[last] = value;
}

/** Readers of all that a trace, or the layout, takes from the values. @param {Plain} holder @returns {Reader[]} */
export function makeReaders(holder) {
  const { bind = {}, only, when, lift } = /** @type {TraceMeta} */ (holder["meta"] ?? {}), across = /** @type {Plain} */ ({ x: holder["y"], y: holder["x"] });
  const readers = Object.entries(bind).map(([path, reference]) => makeReader(path, reference, across[path]?.length));
  if (!only && !when && !lift) return readers;
  const conditions = [only?.field, when].flatMap(field => field ?? []);
  const chosen = Object.keys(across).map(path => {                 // the same points on both axes
    const all = holder[path], { fields, read } = readers.find(each => each.path === path) ?? { fields: [], read: () => all };
    return { path, fields: [...fields, ...conditions], read(/** @type {Values} */ values, /** @type {number} */ frame) {
      const [kinds, isShown] = [only?.field, when].map(field => field && readField(field, values, frame));
      if ((only && !kinds) || (when && !isShown)) return [];
      const places = Array.from(read(values, frame)).filter((_, i) => !only || kinds[i] === only.is);
      return lift ? places.flatMap((place, i) => ((i + 1) % lift ? place : [place, null])) : places;
    } };
  });
  return [...readers.filter(({ path }) => !(path in across)), ...chosen];
}

/** A reader of one binding: of a field, or of a table in which its small whole numbers are looked up. Axes want arrays:
 * a single number is repeated beside the `count` entries of the other axis.
 * @param {string} path @param {Binding} reference @returns {Reader} */
function makeReader(path, reference, count = 1) {
  const { field, values: choices } = typeof reference === "string" ? { field: reference, values: null } : reference;
  const table = choices?.map(each => (each === "" ? " " : each));  // Plotly throws the place of an empty text away
  return { path, fields: [field], read(values, frame) {
    let found = readField(field, values, frame);
    if (table && found !== undefined) found = typeof found === "object" ? Array.from(found, each => table[each]) : table[found];
    if (path !== "x" && path !== "y") return found;
    return found === undefined ? [] : typeof found === "object" ? found : Array(count).fill(found);
  } };
}
