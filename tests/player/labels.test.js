// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { spaceLabels } from "../../widgets/core/view/player/labels.js";

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
