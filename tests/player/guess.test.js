// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { nearestPlace, pressKey, stroke, wholeLine } from "../../widgets/core/view/player/guess_drawing.js";
import { GUESS_MOVES, GUESS_STATES } from "../../widgets/core/view/player/guess_states.js";
import { admitGuess, compareGuess, guessOf, isNear, markOf, writeGuess } from "../../widgets/core/view/player/guess_values.js";

/** @import { GuessSpec } from "../../widgets/core/view/spec.d.ts" */

const common = { view: 0, setting: {}, hides: [] }, said = { near: "Near: {guess:.0f}", far: "Far: {guess:.0f}" };
const pick = /** @type {GuessSpec} */ ({ ...common, kind: "pick", options: ["a", "b"], answer: 1, says: ["No.", "Yes."] });
const estimate = /** @type {GuessSpec} */ ({ ...common, ...said, kind: "estimate", low: 0, high: 100, step: 1, digits: 0, unit: "", answer: 63, within: 5, places: [] });
const sketch = /** @type {GuessSpec} */ ({ ...common, ...said, kind: "sketch", places: [0, 1, 2], answers: [10, 20, 30], at: 1, within: 0.1, ends: [0, 100], point: "" });
const layout = { yaxis: { range: [0, 100] } };

test("the documented table of questions is the one of the code", () => {
  const lines = readFileSync(new URL("../../docs/the_view.md", import.meta.url), "utf8").split("\n"), begin = lines.findIndex(line => line.startsWith("| question |"));
  const rows = lines.slice(begin + 2, begin + 5).map(row => row.split("|").slice(1, -1).map(cell => cell.trim().replaceAll("`", "")));
  const yes = (/** @type {boolean} */ is) => (is ? "yes" : "no");
  assert.deepEqual(rows.map(([state, , ...cells]) => [state, ...cells]), Object.entries(GUESS_STATES).map(([state, { isAnswered, hasGuess }]) => {
    const { commit = "", show = "", takeBack = "" } = GUESS_MOVES[/** @type {keyof typeof GUESS_MOVES} */ (state)];
    return [state, yes(isAnswered), yes(hasGuess), commit, show, takeBack];
  }));
});

test("what an address says is data: clamped, or no guess at all", () => {
  assert.equal(guessOf(pick, "#a?x=1&guess=1"), 1);
  assert.equal(guessOf(estimate, "#a?guess=900"), 100);
  assert.deepEqual(guessOf(sketch, "#a?guess=5~-7~1e9"), [5, 0, 100]);
  for (const [asked, given] of /** @type {[GuessSpec, unknown][]} */ ([[pick, "2"], [pick, "0.5"], [pick, ""], [estimate, "alert(1)"], [estimate, "NaN"], [sketch, "1~2"], [sketch, "1~~3"], [pick, null]])) {
    assert.equal(admitGuess(asked, given), null, String(given));
  }
});

test("a guess is written as it is read", () => {
  for (const [asked, guess] of /** @type {[GuessSpec, number | number[]][]} */ ([[pick, 0], [estimate, 40], [sketch, [1.5, 20, 3]]])) {
    assert.deepEqual(guessOf(asked, `#a?x=1${writeGuess(guess)}`), guess);
  }
  assert.equal(writeGuess(null), "");
});

test("near and far are told apart and said", () => {
  assert.deepEqual([compareGuess(pick, 1, layout), compareGuess(pick, 0, layout)], ["Yes.", "No."]);
  assert.deepEqual([compareGuess(estimate, 60, layout), compareGuess(estimate, 50, layout)], ["Near: 60", "Far: 50"]);
  assert.ok(isNear(sketch, [10, 30, 40], layout) && !isNear(sketch, [50, 50, 50], layout));
  assert.deepEqual(markOf(sketch, [1, 2, 3]), { guess: [1, 2, 3], guess_at: [0, 1, 2] });
});

test("a stroke fills the places on its way, and the whole line those that were left out", () => {
  const places = [0, 0.25, 0.5, 0.75, 1], none = places.map(() => null);
  assert.equal(nearestPlace(places, 0.6), 2);
  const drawn = stroke(stroke(none, places, 1, 1, 0.2), places, 1, 3, 0.6).map(each => each === null ? each : Number(each.toFixed(3)));
  assert.deepEqual(drawn, [null, 0.2, 0.4, 0.6, null]);
  assert.deepEqual(wholeLine(drawn, places), [0.2, 0.2, 0.4, 0.6, 0.6]);
  assert.deepEqual(stroke(none, places, 0, 0, 7)[0], 1);
});

test("keys draw: along at the height of the pen, up and down", () => {
  const first = pressKey("ArrowUp", [null, null, null], 0);
  assert.deepEqual(first, { at: 0, drawn: [0.5, null, null] });
  assert.deepEqual(pressKey("ArrowRight", first?.drawn ?? [], 0), { at: 1, drawn: [0.5, 0.5, null] });
  assert.deepEqual(pressKey("PageUp", [0.5, 0.5, null], 1)?.drawn[1], 0.625);
  assert.deepEqual(pressKey("End", [0.5, null, null], 0), { at: 2, drawn: [0.5, null, null] });
  assert.equal(pressKey("Tab", [0.5], 0), undefined);
});
