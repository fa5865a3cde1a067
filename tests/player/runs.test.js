// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRuns } from "../../widgets/core/view/player/runs.js";
import { pickLine, spokenNames } from "../../widgets/core/view/player/sentences.js";

const [first, second, third] = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)];

test("a late answer joins its own run, and the newest of every number", () => {
  const runs = createRuns({ x: 0 });
  runs.begin(first, { x: 1, quick: 10 }, false);
  const latest = runs.begin(second, { x: 2, quick: 20 }, false), answered = runs.add(first, { slow: 100 });
  assert.deepEqual(answered, { number: 1, values: { x: 1, quick: 10, slow: 100 } });
  assert.deepEqual(runs.now, { x: 2, quick: 20, slow: 100 });
  assert.deepEqual(latest, { number: 2, values: { x: 2, quick: 20 } });
  assert.equal(runs.add(second, { slow: 200 }), latest);
  assert.deepEqual(latest.values, { x: 2, quick: 20, slow: 200 });
});

test("an answer to a run that was given up is of no run", () => {
  const runs = createRuns({});
  runs.begin(first, { x: 1 }, false);
  runs.begin(second, { x: 2 }, false);
  runs.add(second, { one: 1 });
  assert.deepEqual(runs.add(first, { other: 2 }), { number: 0, values: { other: 2 } });
  runs.begin(third, { x: 3 }, true);
  assert.deepEqual(runs.add(second, { other: 3 }), { number: 0, values: { other: 3 } });
});

test("a summary says the first line whose flag is raised, and none while that is not known", () => {
  const summary = /** @type {[string, string][]} */ ([["gone", "Gone."], ["held", "Held."], ["", "Here."]]);
  const say = (/** @type {Record<string, number>} */ flags) => pickLine(summary, name => flags[name]);
  assert.deepEqual([say({ gone: 1 }), say({ gone: 0, held: 1 }), say({ gone: 0, held: 0 })], ["Gone.", "Held.", "Here."]);
  assert.deepEqual([say({}), say({ gone: 0 })], [undefined, undefined]);
});

test("what is spoken of is named by flags and templates", () => {
  const names = spokenNames({ summary: [["gone", "{left:.0f} of {start:.0f}"], ["", "{day[frame]:.1f}"]], readouts: [["Left", "{left:.1f}"]] });
  assert.deepEqual([...names].sort(), ["day", "gone", "left", "start"]);
});
