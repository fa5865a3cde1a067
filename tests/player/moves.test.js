// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mock, test } from "node:test";
import { createMove, MOVES, STATES } from "../../widgets/core/view/player/moves.js";

/** @import { MoveEvent } from "../../widgets/core/view/spec.d.ts" */

const EVENTS = /** @type {MoveEvent[]} */ (["drag", "still", "step", "release", "settle", "jump", "reset", "arrive"]);

/** The rows of a table of docs/the_view.md, its head first. @param {string} first the first word of its head */
function table(first) {
  const lines = readFileSync(new URL("../../docs/the_view.md", import.meta.url), "utf8").split("\n");
  const begin = lines.findIndex(line => line.startsWith(`| ${first} |`)), rest = lines.slice(begin);
  const rows = rest.slice(0, rest.findIndex(line => !line.startsWith("|")));
  return rows.filter(row => !row.startsWith("|--")).map(row => row.split("|").slice(1, -1).map(cell => cell.trim().replaceAll("`", "")));
}

/** A move that stands at rest, and what it did by itself. */
function start(isDue = (/** @type {MoveEvent} */ _) => true) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const ending = new AbortController(), heard = /** @type {MoveEvent[]} */ ([]);
  const move = createMove(isDue, event => heard.push(event), ending.signal);
  return { move, heard, ending, stand: () => Object.keys(STATES).find(name => STATES[/** @type {keyof typeof STATES} */ (name)] === move.now) };
}
test.afterEach(() => mock.timers.reset());

test("the documented table of moves is the one of the code", () => {
  const [[, ...states] = [], ...rows] = table("event");
  assert.deepEqual(states, Object.keys(MOVES));
  assert.deepEqual(rows.map(([event]) => event), EVENTS);
  for (const [event, ...cells] of rows) {
    assert.deepEqual(cells, Object.values(MOVES).map(leads => leads[/** @type {MoveEvent} */ (event)] ?? ""), event);
  }
});

test("the documented table of states is the one of the code", () => {
  const [, ...rows] = table("state"), yes = (/** @type {boolean} */ is) => (is ? "yes" : "no");
  assert.deepEqual(rows.map(([state, , isMove, isHeld, slow, then]) => [state, isMove, isHeld, slow, then]),
    Object.entries(STATES).map(([state, { isMove, isHeld, slow, then }]) =>
      [state, yes(isMove), yes(isHeld), slow, then ? `${then[0]} after ${then[1]} ms` : ""]));
});

test("a hand drags, keeps still, lets go, and the move settles", () => {
  const { move, heard, stand } = start();
  assert.ok(move.hear("drag"));
  mock.timers.tick(119);
  assert.deepEqual([stand(), heard], ["held", []]);
  mock.timers.tick(1);
  assert.deepEqual([stand(), heard], ["pausing", ["still"]]);
  mock.timers.tick(5000);
  move.hear("release");
  mock.timers.tick(1199);
  assert.deepEqual([stand(), heard], ["ending", ["still"]]);
  mock.timers.tick(1);
  assert.deepEqual([stand(), heard], ["rest", ["still", "settle"]]);
});

test("each step of a drag puts the pause off, each release of an arrow key the end", () => {
  const { move, heard, stand } = start();
  for (let step = 0; step < 5; step += 1) { move.hear("drag"); mock.timers.tick(100); }
  assert.deepEqual([stand(), heard], ["held", []]);
  for (let key = 0; key < 5; key += 1) { move.hear("drag"); move.hear("release"); mock.timers.tick(1000); }
  assert.deepEqual([stand(), heard], ["ending", []]);
});

test("a hand that keeps still where nothing waits for it is held on", () => {
  const { move, heard, stand } = start(event => event !== "still");
  move.hear("drag");
  mock.timers.tick(5000);
  assert.deepEqual([stand(), heard], ["held", []]);
});

test("what means nothing changes nothing, and puts nothing off", () => {
  const { move, stand } = start();
  assert.equal(move.hear("release"), false);
  assert.equal(move.hear("arrive"), false);
  move.hear("step");
  mock.timers.tick(1100);
  assert.equal(move.hear("arrive"), false);
  mock.timers.tick(100);
  assert.equal(stand(), "rest");
});

test("a jump glides until it arrives, and a touch ends it", () => {
  const { move, stand } = start();
  move.hear("jump");
  assert.equal(move.hear("release"), false);
  assert.equal(stand(), "gliding");
  move.hear("arrive");
  assert.equal(stand(), "rest");
  move.hear("reset");
  move.hear("drag");
  assert.equal(stand(), "held");
});

test("a card that has ended does nothing by itself", () => {
  const { move, heard, ending } = start();
  move.hear("drag");
  ending.abort();
  mock.timers.tick(5000);
  assert.deepEqual(heard, []);
});
