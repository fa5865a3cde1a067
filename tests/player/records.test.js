// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBase64, decodeRecord, evenSteps, makeEncoder } from "../../widgets/core/view/player/records.js";
import { settings } from "../../widgets/core/view/player/links.js";
import { input, plain, python } from "./shared.js";

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

test("a grid in even steps is Python's to the last bit", () => {
  const ends = [[0, 20, 101], [0.1, 7.3, 50], [-3, 1e6, 7], [1, 100, 100], [0, 12, 49]];
  const grids = python(`import json; from widgets.core import Grid; print(json.dumps([Grid(*ends).default.tolist() for ends in ${JSON.stringify(ends)}]))`);
  ends.forEach(([low = 0, high = 0, count = 0], i) => assert.deepEqual([...evenSteps(low, high, count)], grids[i]));
});

test("an input record has its grid, and a reader cannot set it", () => {
  const grid = { hour: { ...input({ kind: "grid", shape: [3], offset: 8 }), ends: /** @type {[number, number]} */ ([0, 12]) }, rate: input({}) };
  const values = decodeRecord(makeEncoder(grid, 32)({ rate: 2 }).buffer, grid);
  assert.deepEqual({ ...values, hour: plain(values["hour"]) }, { hour: [0, 6, 12], rate: 2 });
  assert.deepEqual(Object.keys(settings(grid, {})), ["rate"]);
});
