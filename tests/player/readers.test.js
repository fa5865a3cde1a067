// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeReaders, resolveTokens, setPath } from "../../widgets/core/view/player/readers.js";
import { decodeBase64, decodeRecord, readField } from "../../widgets/core/view/player/records.js";
import { plain, python } from "./shared.js";

test("tokens become colours everywhere in a figure, and the declaration stays as it was", () => {
  const declaration = { line: { color: "var(--tumour)" }, colorscale: [[0, "var(--page)"], [1, "1px solid var(--tumour)"]], x: null, width: 2, on: true };
  const before = structuredClone(declaration), resolved = resolveTokens(declaration, name => `<${name}>`);
  assert.deepEqual(resolved, { line: { color: "<tumour>" }, colorscale: [[0, "<page>"], [1, "1px solid <tumour>"]], x: null, width: 2, on: true });
  assert.deepEqual(declaration, before);
  assert.equal(resolveTokens("var(--ink)", () => "black"), "black");
});

test("a path sets one place of a figure and makes what is missing on the way", () => {
  const figure = { shapes: [{ x0: 0, x1: 1 }], marker: {} };
  setPath(figure, "shapes[0].x0", 5);
  setPath(figure, "marker.line.width", 2);
  setPath(figure, "x", [1]);
  assert.deepEqual(figure, { shapes: [{ x0: 5, x1: 1 }], marker: { line: { width: 2 } }, x: [1] });
});

test("a reference names an output, or its entry for the frame that is shown", () => {
  const values = { tumour: 3, cells: [[1, 2], [3, 4]] };
  assert.equal(readField("tumour", values, 1), 3);
  assert.deepEqual(readField("cells[frame]", values, 1), [3, 4]);
  assert.equal(readField("late", values, 0), undefined);
  assert.equal(readField("late[frame]", values, 0), undefined);
});

/** What is bound, read. @param {Record<string, any>} trace @param {Record<string, any>} values */
const readAll = (trace, values) => Object.fromEntries(makeReaders(trace).map(({ path, read }) => [path, plain(read(values, 0))]));

test("a binding gives arrays to axes and plain values to the rest", () => {
  const values = { tumour: Float64Array.of(1, 2), threshold: 0.25 };
  const bind = { x: "threshold", y: "tumour", "shapes[0].x0": "threshold" };
  assert.deepEqual(readAll({ meta: { bind } }, values), { x: [0.25], y: [1, 2], "shapes[0].x0": 0.25 });
});

test("a single number stands beside each entry of the other axis", () => {
  assert.deepEqual(readAll({ y: [0, 1], meta: { bind: { x: "threshold" } } }, { threshold: 0.25 }), { x: [0.25, 0.25] });
});

test("a binding to what is not computed yet draws nothing", () => {
  const bind = { x: "late", "marker.symbol": { field: "late", values: ["circle"] } };
  assert.deepEqual(readAll({ meta: { bind } }, {}), { x: [], "marker.symbol": undefined });
  assert.deepEqual(readAll({ x: [1], y: [2], meta: { only: { field: "late", is: 0 } } }, {}), { x: [], y: [] });
});

test("a binding looks small whole numbers up, one or many", () => {
  const symbols = { field: "fate", values: ["circle", "x", ""] };
  assert.deepEqual(readAll({ meta: { bind: { text: symbols } } }, { fate: Int32Array.of(1, 0, 2) }), { text: ["x", "circle", " "] });
  assert.deepEqual(readAll({ meta: { bind: { "shapes[0].opacity": symbols } } }, { fate: 1 }), { "shapes[0].opacity": "x" });
});

test("of a trace for one kind only its entries are shown, whether their places are bound or not", () => {
  const trace = { x: [1, 2, 3], meta: { bind: { y: "rows" }, only: { field: "kinds", is: 1 } } };
  const values = { rows: Float64Array.of(4, 5, 6), kinds: Uint8Array.of(1, 0, 1) };
  assert.deepEqual(readAll(trace, values), { x: [1, 3], y: [4, 6] });
  assert.deepEqual(makeReaders(trace).map(({ path, fields }) => [path, fields]), [["x", ["kinds"]], ["y", ["rows", "kinds"]]]);
});

test("the pen is lifted after every so many points", () => {
  const trace = { y: [1, 2, 3, 4], meta: { bind: { x: "day" }, lift: 2 } };
  assert.deepEqual(readAll(trace, { day: Float64Array.of(5, 6, 7, 8) }), { x: [5, 6, null, 7, 8, null], y: [1, 2, null, 3, 4, null] });
});

test("a trace without its flag has no points", () => {
  const trace = { x: [1, 2], y: [5, 6], meta: { when: "known" } };
  assert.deepEqual(readAll(trace, { known: 1 }), { x: [1, 2], y: [5, 6] });
  assert.deepEqual([readAll(trace, { known: 0 }), readAll(trace, {})], [{ x: [], y: [] }, { x: [], y: [] }]);
});

test("what Python's figure is filled with, a page's figure is filled with", () => {
  const { spec, outputs, figures } = python(`
import base64, json
from tests.core.demo import decay, inputs, simulation
from widgets.core.view import page
values = simulation.values()
print(json.dumps({"spec": json.loads(page.to_json(page.spec(simulation))),
                  "outputs": base64.b64encode(decay.run(inputs.record()).tobytes()).decode(),
                  "figures": [view.fill(values, 3)["data"][0] for view in simulation.views]}))`);
  const values = decodeRecord(decodeBase64(outputs).buffer, spec.kernels[0].outputs);
  spec.views.forEach((/** @type {any} */ { data: [trace] }, /** @type {number} */ at) => {
    for (const { path, read } of makeReaders(trace)) assert.deepEqual(plain(read(values, 3)), figures[at][path]);
  });
});
