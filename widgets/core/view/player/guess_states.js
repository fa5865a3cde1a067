// @ts-check
/* Whether a card's question is open, answered by a guess, or shown without one. docs/the_view.md has the same as tables. */

/** @import { GuessEvent, GuessState } from "../spec.d.ts" */

/** What a card shows in each state: the model's answer, the reader's guess.
 * @type {Record<GuessState, { isAnswered: boolean, hasGuess: boolean }>} */
export const GUESS_STATES = {
  asked: { isAnswered: false, hasGuess: false },
  committed: { isAnswered: true, hasGuess: true },
  shown: { isAnswered: true, hasGuess: false },
};

/** Where an event leads; what is not named changes nothing. @type {Record<GuessState, Partial<Record<GuessEvent, GuessState>>>} */
export const GUESS_MOVES = {
  asked: { commit: "committed", show: "shown" },
  committed: { commit: "committed", takeBack: "asked" },
  shown: { commit: "committed", takeBack: "asked" },
};
