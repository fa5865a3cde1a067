// @ts-check
/* A move of a control, from the first touch until all is at rest again: its states, and what leads from one to another.
 * docs/the_view.md has the same as tables. */

/** @import { MoveEvent, MoveState } from "../spec.d.ts" */

/** What a card does in each state. In a move, the runs before it stay in the dotted lines, and none is taken for settled.
 * A held control computes with the draft of the inputs. `then` happens by itself after so many milliseconds.
 * @type {Record<MoveState, { isMove: boolean, isHeld: boolean, slow: "all" | "in sight" | "brief", then?: [MoveEvent, number] }>} */
export const STATES = {
  rest: { isMove: false, isHeld: false, slow: "all" },
  held: { isMove: true, isHeld: true, slow: "brief", then: ["still", 120] },
  pausing: { isMove: true, isHeld: true, slow: "in sight" },
  ending: { isMove: true, isHeld: false, slow: "all", then: ["settle", 1200] },
  gliding: { isMove: false, isHeld: false, slow: "all" },
};

const TOUCHED = /** @type {const} */ ({ drag: "held", step: "ending", jump: "gliding", reset: "gliding" });

/** Where an event leads; what is not named changes nothing. Arrow keys release at every step, so a released move may go on.
 * @type {Record<MoveState, Partial<Record<MoveEvent, MoveState>>>} */
export const MOVES = {
  rest: TOUCHED,
  held: { ...TOUCHED, still: "pausing", release: "ending" },
  pausing: { ...TOUCHED, release: "ending" },
  ending: { ...TOUCHED, release: "ending", settle: "rest" },
  gliding: { ...TOUCHED, arrive: "rest" },
};

/** A move that stands at rest. `isDue` says whether what is to happen by itself still should, `onDue` hears that it has.
 * @param {(event: MoveEvent) => boolean} isDue @param {(event: MoveEvent) => void} onDue @param {AbortSignal} signal */
export function createMove(isDue, onDue, signal) {
  let state = /** @type {MoveState} */ ("rest"), waiting = 0;
  signal.addEventListener("abort", () => clearTimeout(waiting));
  /** @param {MoveEvent} event @returns {boolean} whether it means anything now */
  function hear(event) {
    const next = MOVES[state][event];
    if (!next) return false;
    state = next;
    clearTimeout(waiting);
    const [then, milliseconds] = STATES[state].then ?? [];
    if (then) waiting = setTimeout(() => { if (isDue(then) && hear(then)) onDue(then); }, milliseconds);
    return true;
  }
  return { hear, is: (/** @type {MoveState} */ name) => state === name, get now() { return STATES[state]; } };
}
