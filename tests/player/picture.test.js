// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { blend } from "../../widgets/core/view/player/picture.js";

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
