// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { admit, nearestStop, parseLink, settings, writeLink } from "../../widgets/core/view/player/links.js";
import { declared, inputs } from "./shared.js";

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
