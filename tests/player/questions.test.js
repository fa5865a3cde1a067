// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeChoice, judgeNumber, sayMissed } from "../../book/_ext/simulations/questions.js";

const correct = [true, false, true];

test("all right options and no other are right, and show their reasons", () => {
  assert.deepEqual(judgeChoice([0, 2], correct), { right: true, show: [0, 2], missed: 0 });
});

test("a wrong option shows its own reason, not the answer", () => {
  assert.deepEqual(judgeChoice([0, 1], correct), { right: false, show: [1], missed: 1 });
});

test("a missing option is counted, not named", () => {
  assert.deepEqual(judgeChoice([2], correct), { right: false, show: [], missed: 1 });
  assert.equal(sayMissed(1, true), "What you chose is right, and one more is right.");
  assert.equal(sayMissed(2, false), "Besides, 2 more are right.");
  assert.equal(sayMissed(0, true), "");
});

test("a number within the tolerance is right, its edge included", () => {
  assert.equal(judgeNumber("0.3", 0.2, 0.1, []).verdict, "right");
  assert.equal(judgeNumber("8.29", 8.19, 0.1, []).verdict, "right");
  assert.equal(judgeNumber("8.31", 8.19, 0.1, []).verdict, "high");
  assert.equal(judgeNumber("-3", 8.19, 0.1, []).verdict, "low");
});

test("a near miss is known by its number", () => {
  assert.deepEqual(judgeNumber("0", 8.19, 0.1, [81.9, 0]), { verdict: "near", near: 1 });
});

test("what is no number is asked for again", () => {
  for (const text of ["", " ", "eight", "1e999", "NaN"]) assert.equal(judgeNumber(text, 1, 1, []).verdict, "none");
});
