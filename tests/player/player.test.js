// @ts-check
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  admit, blend, createKernel, decodeBase64, decodeRecord, fillHtml, fillText, formatNumber, latestWins, makeEncoder, makeReaders,
  nearestStop, parseLink, pickRows, readField, resolveTokens, setPath, settings, spaceLabels, valueText, writeLink,
} from "../../widgets/core/view/player.js";

/** @import { Input } from "../../widgets/core/view/spec.d.ts" */

/** What Python prints as JSON. @param {string} program */
const python = program => JSON.parse(execFileSync("python", ["-c", program], { encoding: "utf8", maxBuffer: 2 ** 26 }));

/** @param {Partial<Input>} declared @returns {Input} */
const input = declared => ({ kind: "slider", type: "f8", shape: [], offset: 0, default: 1, low: 0, high: 10, stops: null, ...declared });

const inputs = {
  killing: input({ default: 1, low: 0.2, high: 2 }),
  patients: input({ type: "i4", default: 100, low: 10, high: 1000 }),
  size: input({ default: 10, stops: [1, 10, 100] }),
  law: input({ kind: "choice", type: "i4", default: 3, options: [{ label: "measured", value: 3 }, { label: "Gompertz", value: 7 }] }),
  treated: input({ kind: "switch", type: "i4", default: 0 }),
  seed: input({ kind: "seed", type: "u4", default: 1 }),
  days: input({ kind: "constant", default: 730 }),
};
const declared = { killing: 1, patients: 100, size: 10, law: 3, treated: 0, seed: 1 };

// ---------------------------------------------------------------- numbers and words

/** @type {[number, string, string][]} */
const FORMATS = JSON.parse(readFileSync(new URL("../core/number_formats.json", import.meta.url), "utf8"));

test("numbers are written as Python writes them, over the whole shared table", () => {
  assert.ok(FORMATS.length > 100);
  for (const [value, format, text] of FORMATS) assert.equal(formatNumber(value, format), text, `${value} as ${format}`);
});

test("random numbers are written as Python writes them, ties and powers of ten among them", () => {
  const cases = python(`
import json, random
chance = random.Random(1)
forms = [".0f", ".1f", ".2f", ",.0f", ",.3f", ".0%", ".1%"]
values = [chance.choice([-1, 1]) * chance.choice([chance.uniform(0, 10), chance.randrange(4000) / 16, 10 ** chance.uniform(-9, 22)])
          for _ in range(3000)]
print(json.dumps([(value, form, format(value, form)) for value in values for form in [chance.choice(forms)]]))`);
  for (const [value, format, text] of cases) assert.equal(formatNumber(value, format), text, `${value} as ${format}`);
});

test("what is no number is written as Python writes it", () => {
  assert.deepEqual([NaN, Infinity, -Infinity].map(value => formatNumber(value, ".1f")), ["nan", "inf", "-inf"]);
  assert.equal(formatNumber(Infinity, ".0%"), "inf%");
});

test("a format that a page does not know is refused by name", () => {
  for (const format of ["d", ".3g", "f", ".2e", ".1", ""]) {
    assert.throws(() => formatNumber(1, format), { message: `format ${format} is none of .Nf ,.Nf .N%` });
  }
});

test("a sentence is filled from values and from the frame that is shown", () => {
  const values = { cells: 9566.7, day: [0, 10, 20] };
  const read = (/** @type {string} */ reference) => readField(reference, values, 2);
  assert.equal(fillText("Day {day[frame]:.0f}: {cells:,.1f}.", read), "Day 20: 9,566.7.");
});

test("a number and the word after it never part", () => {
  assert.equal(fillText("{cells:.0f} cells, {cells:.0f}.", () => 3), "3\u00a0cells, 3.");
});

test("a sentence with a number that is not computed yet is no sentence", () => {
  assert.equal(fillText("{cells:.0f} of {all:.0f} cells", name => (name === "all" ? undefined : 3)), undefined);
  assert.equal(fillText("no number", () => undefined), "no number");
  assert.equal(fillText("{cells:.0f} cells", () => 0), "0\u00a0cells");
});

test("an author's words are escaped, bold is bold, and a number takes the colour of its role", () => {
  const html = fillHtml("**Held.** <img src=x> {tumour:,.1f} & {day:.0f} 'days'", name => (name === "tumour" ? 1234.5 : 3), { tumour: "tumour" });
  assert.equal(html, '<b>Held.</b> &#60;img src=x&#62; <b data-role="tumour">1,234.5</b>\u00a0&#38; 3\u00a0&#39;days&#39;');
});

test("a value in words has the unit that belongs to it", () => {
  assert.equal(valueText(input({ digits: 0, unit: "a day" }), 13000), "13,000\u00a0a day");
  assert.equal(valueText(input({ digits: 1, unit: "%" }), 12.25), "12.2%");
  assert.equal(valueText(input({ digits: 0, unit: "% of tumours" }), 50), "50% of tumours");
  assert.equal(valueText(input({ digits: 2 }), 0.5), "0.50");
  assert.deepEqual([0, 1].map(value => valueText(inputs.treated, value)), ["off", "on"]);
  assert.equal(valueText(inputs.law, 7), "Gompertz");
  assert.equal(valueText(inputs.seed, 12), "draw 12");
});

test("a stop shows no zeros after its last digit", () => {
  const shown = [0.001, 0.05, 1, 20, 500].map(value => valueText(input({ digits: 3, stops: [0.001, 500] }), value));
  assert.deepEqual(shown, ["0.001", "0.05", "1", "20", "500"]);
});

test("a table shows the entries that Python's table shows", () => {
  const expected = python(`
import json
import numpy as np
from widgets.core.simulation import Table
print(json.dumps([[rows, length, [int(row[0]) for row in Table({"At": "at:.0f"}, rows=rows).fill({"at": np.arange(length)})]]
                  for rows in range(1, 14) for length in [*range(1, 40), 121, 401]]))`);
  for (const [rows, length, picks] of expected) assert.deepEqual(pickRows(length, rows), picks, `${rows} of ${length}`);
});

// ---------------------------------------------------------------- inputs and links

test("a number is clamped to the slider's ends, and whole where the model counts", () => {
  assert.deepEqual([-5, 0.2, 1.234, 99].map(value => admit(inputs.killing, value)), [0.2, 0.2, 1.234, 2]);
  assert.deepEqual([-5, 99.6, 1e9].map(value => admit(inputs.patients, value)), [10, 100, 1000]);
  assert.deepEqual([0, 42, 1e9].map(value => admit(inputs.size, value)), [1, 42, 100]);
  assert.deepEqual([-1, 3.9, 1e99].map(value => admit(inputs.seed, value)), [0, 3, 2 ** 32 - 1]);
});

test("a switch is off at 0 only, and a choice is one of its options or none", () => {
  assert.deepEqual([0, 1, -7].map(value => admit(inputs.treated, value)), [0, 1, 1]);
  assert.deepEqual([3, 7, 4].map(value => admit(inputs.law, value)), [3, 7, undefined]);
});

test("what is not finite is a value of no input", () => {
  for (const each of Object.values(inputs)) {
    for (const value of [NaN, Infinity, -Infinity]) assert.equal(admit(each, value), undefined);
  }
});

test("a setting has every input that can be set and no other", () => {
  assert.deepEqual(settings(inputs, {}), declared);
  assert.deepEqual(settings(inputs, { killing: 0.4, law: 4, days: 1, nobody: 1 }), { ...declared, killing: 0.4 });
});

const HOSTILE = ["NaN", "Infinity", "-Infinity", "1e999", "", "%20", "abc", "<img src=x onerror=alert(1)>", "1;alert(1)", "[object Object]",
  "null", "undefined", "constructor", "%00", "1,5", "0x", "--1"];

for (const text of HOSTILE) {
  test(`the address says killing=${text}, and the slider stays where it was declared`, () => {
    assert.deepEqual(settings(inputs, parseLink(`#surveillance?killing=${text}`).values), declared);
  });
}

test("names that every object has are no inputs and change no object", () => {
  const { values } = parseLink("#surveillance?__proto__=1&constructor=2&toString=3&hasOwnProperty=4&killing=0.5");
  assert.deepEqual(settings(inputs, values), { ...declared, killing: 0.5 });
  assert.equal(Object.getPrototypeOf(values), Object.prototype);
  assert.equal(Reflect.get({}, "killing"), undefined);
});

test("an address without a setting is read as one without a setting", () => {
  for (const hash of ["", "#", "#?", "#surveillance", "#surveillance?", "no hash"]) {
    assert.deepEqual(settings(inputs, parseLink(hash).values), declared);
  }
  assert.equal(parseLink("#surveillance").name, "surveillance");
  assert.equal(parseLink("#a-heading?killing=1").name, "a-heading");
  assert.deepEqual(parseLink("surveillance?killing=2"), { name: "", values: {} });
});

test("of a name given twice the last value counts", () => {
  assert.deepEqual(parseLink("#a?x=1&x=2").values, { x: 2 });
});

test("a link that was written is read as the same setting, to the last bit", () => {
  const awkward = { killing: 0.1 + 0.2, patients: 123, size: 1 / 3 + 7, law: 7, treated: 1, seed: 2 ** 32 - 1 };
  const { name, values } = parseLink(writeLink("surveillance", awkward));
  assert.equal(name, "surveillance");
  assert.deepEqual(settings(inputs, values), awkward);
});

test("the nearest stop is the nearest, the lower one at a tie, an end beyond the ends", () => {
  assert.deepEqual([0, 1, 5.5, 6, 54, 56, 1e9].map(value => nearestStop([1, 10, 100], value)), [0, 0, 0, 1, 1, 2, 2]);
});

// ---------------------------------------------------------------- records and kernels

/** A record of Python with fields of every type and its bytes. */
const record = python(`
import base64, json
import numpy as np
shapes = {"flag": ("u1", ()), "level": ("f8", (2, 3)), "i1": ("i1", ()), "i2": ("i2", (3,)), "u2": ("u2", ()), "i4": ("i4", (2,)),
          "u4": ("u4", ()), "f4": ("f4", (2,)), "grid": ("u1", (2, 2, 3)), "end": ("f8", ())}
dtype = np.dtype([(name, *each) for name, each in shapes.items()], align=True)
filled = np.zeros((), dtype)
for name, (kind, shape) in shapes.items():
    values = np.arange(1, 1 + int(np.prod(shape))) * (-1 if kind[0] in "if" else 1)
    filled[name] = values.reshape(shape) / (4 if kind[0] == "f" else 1)
filled["u4"], filled["i1"] = 2**32 - 1, -128
print(json.dumps({
    "fields": {name: {"type": kind, "shape": shape, "offset": dtype.fields[name][1]} for name, (kind, shape) in shapes.items()},
    "bytes": base64.b64encode(filled.tobytes()).decode(), "values": {name: filled[name].tolist() for name in shapes}}))`);

/** Lists in place of typed arrays. @param {any} value @returns {any} */
const plain = value => (typeof value !== "object" || value === null ? value : Array.from(value, plain));

test("a record that NumPy aligned is read at its offsets, in every type and shape", () => {
  const values = decodeRecord(decodeBase64(record.bytes).buffer, record.fields);
  for (const [name, expected] of Object.entries(record.values)) assert.deepEqual(plain(values[name]), expected, name);
  assert.ok(values["i2"] instanceof Int16Array);
});

test("a type that a page does not know is refused with the field's name", () => {
  assert.throws(() => decodeRecord(new ArrayBuffer(8), { cells: { type: "i8", shape: [], offset: 0 } }),
    { message: "cells has type i8, which a page does not know" });
});

const encoded = {
  flag: input({ kind: "switch", type: "i4", offset: 0, default: 1 }),
  rate: input({ offset: 8, default: 0.5 }),
  seed: input({ kind: "seed", type: "u4", offset: 16, default: 7 }),
  days: input({ kind: "constant", offset: 24, default: 730 }),
  survival: { kind: /** @type {const} */ ("data"), type: "f4", shape: [3], offset: 32, data: "AACAPwAAAEAAAEBA" },       // 1, 2, 3
};

test("an input record has defaults, constants and data at their offsets", () => {
  const values = decodeRecord(makeEncoder(encoded, 48)({}).buffer, encoded);
  assert.deepEqual({ ...values, survival: plain(values["survival"]) }, { flag: 1, rate: 0.5, seed: 7, days: 730, survival: [1, 2, 3] });
});

test("an input record takes a state and leaves constants, data and the record before alone", () => {
  const encode = makeEncoder(encoded, 48), first = encode({ rate: 0.25 });
  const second = decodeRecord(encode({ flag: 0, rate: 2, seed: 2 ** 32 - 1, nobody: 5 }).buffer, encoded);
  assert.equal(decodeRecord(first.buffer, encoded)["rate"], 0.25);
  assert.deepEqual({ ...second, survival: plain(second["survival"]) },
    { flag: 0, rate: 2, seed: 2 ** 32 - 1, days: 730, survival: [1, 2, 3] });
});

test("a kernel gives in this engine the bytes that Python's native run gives", async () => {
  const { spec, runs } = python(`
import base64, json
from tests.core.demo import decay, inputs, simulation
from widgets.core.view import page
states = [{}, {"rate": 1.23, "pace": 2, "seed": 9}, {"start": 10.0, "halved": 1, "seed": 2**32 - 1}, {"rate": 0.0}]
runs = [[state, base64.b64encode(decay.run(inputs.record(**state)).tobytes()).decode()] for state in states]
print(json.dumps({"spec": json.loads(page.to_json(page.spec(simulation))), "runs": runs}))`);
  const [kernel] = spec.kernels, run = await createKernel(decodeBase64(kernel.wasm), kernel), encode = makeEncoder(spec.inputs, kernel.inputSize);
  assert.equal(new Set(runs.map((/** @type {any[]} */ [, bytes]) => bytes)).size, 4);
  for (const [state, bytes] of runs) assert.deepEqual(new Uint8Array(run(encode({ ...settings(spec.inputs, {}), ...state }))), decodeBase64(bytes));
});

/** A kernel whose answers come when they are asked for. */
function makeSlow() {
  const answers = /** @type {{ job: number, give: () => void, refuse: (error: Error) => void }[]} */ ([]);
  const state = { atWork: 0, most: 0 };
  const run = async (/** @type {number} */ job) => {
    state.most = Math.max(state.most, ++state.atWork);
    try { return await new Promise((give, refuse) => answers.push({ job, give: () => give(job), refuse })); } finally { state.atWork -= 1; }
  };
  return { answers, state, run };
}
const settle = () => new Promise(resolve => setImmediate(resolve));

test("while a job runs only the latest waits, and two never run at once", async () => {
  const { answers, state, run } = makeSlow(), done = /** @type {[unknown, boolean][]} */ ([]);
  const ask = latestWins(run, (result, job) => done.push([result, job]));
  for (const job of [1, 2, 3, 4]) ask(job);
  await settle();
  assert.deepEqual(answers.map(({ job }) => job), [1]);
  answers[0]?.give();
  await settle();
  assert.deepEqual(answers.map(({ job }) => job), [1, 4]);
  answers[1]?.give();
  await settle();
  assert.deepEqual(done, [[1, 1], [4, 4]]);
  assert.equal(state.most, 1);
});

test("a job that fails says so, and what is asked for next runs", async () => {
  const { answers, run } = makeSlow(), done = /** @type {unknown[]} */ ([]), ask = latestWins(run, result => done.push(result));
  const failing = assert.rejects(ask(1), { message: "past the end" });
  await settle();
  answers[0]?.refuse(new Error("past the end"));
  await failing;
  ask(2);
  await settle();
  answers[1]?.give();
  await settle();
  assert.deepEqual(done, [2]);
});

// ---------------------------------------------------------------- figures

test("tokens become colours everywhere in a figure, and the declaration stays as it was", () => {
  const declaration = { line: { color: "var(--tumour)" }, colorscale: [[0, "var(--page)"], [1, "1px solid var(--tumour)"]], x: null, width: 2, on: true };
  const before = structuredClone(declaration), resolved = resolveTokens(declaration, token => `<${token}>`);
  assert.deepEqual(resolved, { line: { color: "<--tumour>" }, colorscale: [[0, "<--page>"], [1, "1px solid <--tumour>"]], x: null, width: 2, on: true });
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

/** @param {number[]} places */
const gaps = places => places.toSorted((a, b) => a - b).slice(1).map((place, i) => place - (places.toSorted((a, b) => a - b)[i] ?? NaN));

test("labels that lie apart stay where their lines end", () => {
  assert.deepEqual(spaceLabels([5, 1, 9], 1, 0, 10), [5, 1, 9]);
  assert.deepEqual(spaceLabels([], 1, 0, 10), []);
});

test("labels at one place move up and down alike", () => {
  assert.deepEqual(spaceLabels([5, 5], 2, 0, 10), [4, 6]);
  assert.deepEqual(spaceLabels([5, 5, 5], 1, 0, 10), [4, 5, 6]);
});

test("labels are apart, inside, and in the order of their lines", () => {
  let random = 1;
  const chance = () => (random = random * 16807 % 2147483647) / 2147483647;
  for (let round = 0; round < 500; round += 1) {
    const places = Array.from({ length: 1 + Math.floor(6 * chance()) }, () => 10 * chance() ** 3), moved = spaceLabels(places, 1.5, 0, 10);
    for (const gap of gaps(moved)) assert.ok(gap >= 1.5 - 1e-9, `${places} -> ${moved}`);
    for (const place of moved) assert.ok(place >= 0 && place <= 10 + 1e-9, `${places} -> ${moved}`);
    places.forEach((place, i) => places.forEach((other, j) => assert.ok(place >= other || (moved[i] ?? NaN) < (moved[j] ?? NaN))));
  }
});

test("on the way between two lines a point goes straight, on a log axis by equal factors", () => {
  assert.deepEqual([...blend([0, 10], [10, 20], 0.25, false)], [2.5, 12.5]);
  assert.ok(Math.abs(blend([1], [100], 0.5, true)[0] - 10) < 1e-12);
  assert.deepEqual([...blend([0, 4], [10, 4], 0.5, true)], [5, 4]);
  assert.deepEqual([...blend([1, 2], [3, 4], 1, false)], [3, 4]);
});

test("lines of other lengths, words and first drawings do not glide", () => {
  const to = [1, 2];
  for (const from of [undefined, [], [1], [1, 2, 3]]) assert.equal(blend(from, to, 0.5, false), to);
  const words = ["held", "escapes"];
  assert.equal(blend(["a", "b"], words, 0.5, false), words);
});
