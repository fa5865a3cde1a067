// @ts-check
/* Guesses as data: what an address or Python may say, how it is written, and how it compares. */

/** @import { Guess, GuessSpec, Plain } from "../spec.d.ts" */

import { axisOf } from "./labels.js";
import { fillHtml, fillText } from "./words.js";

const DIGITS = 3;                                                  // of a drawn height: more than a hand can draw

/** @param {number} value @param {number[]} ends */
const within = (value, ends) => Math.min(Math.max(value, Math.min(...ends)), Math.max(...ends));

/** A height as it is kept. @param {number} value */
export const rounded = value => Number(value.toPrecision(DIGITS));

/** A guess as it is given, in an address or by Python: clamped; null if it is none.
 * @param {GuessSpec} asked @param {unknown} given @returns {Guess | null} */
export function admitGuess(asked, given) {
  const parts = Array.isArray(given) ? given : String(given ?? "").split("~");
  const numbers = parts.map(part => (typeof part === "number" || String(part).trim() ? Number(part) : NaN)), [first = NaN] = numbers;
  if (!numbers.every(Number.isFinite)) return null;
  if (asked.kind === "sketch") return numbers.length === asked.places.length ? numbers.map(each => within(each, asked.ends)) : null;
  if (numbers.length !== 1) return null;
  if (asked.kind === "estimate") return within(first, [asked.low, asked.high]);
  return asked.options[first] === undefined ? null : first;
}

/** The guess in a link, if there is one. @param {GuessSpec} asked @param {string} hash */
export const guessOf = (asked, hash) => admitGuess(asked, new URLSearchParams(hash.replace(/^[^?]*\??/s, "")).get("guess"));

/** The part of a link that holds a guess. @param {Guess | null} guess */
export const writeGuess = guess => (guess === null ? "" : `&guess=${[guess].flat().join("~")}`);

/** Where the mark of a guess stands: its heights, and the places beside them.
 * @param {GuessSpec} asked @param {Guess | null} guess */
export const markOf = (asked, guess) =>
  (guess === null || asked.kind === "pick" ? {} : { guess: asked.places.map((_, i) => (typeof guess === "number" ? guess : guess[i] ?? NaN)), guess_at: asked.places });

/** Whether a guess comes close to the answer: a line by its mean distance, in parts of the height of its figure.
 * @param {GuessSpec} asked @param {Guess} guess @param {Plain} layout of its figure */
export function isNear(asked, guess, layout) {
  if (asked.kind === "pick") return guess === asked.answer;
  if (asked.kind === "estimate") return Math.abs(Number(guess) - asked.answer) <= asked.within;
  const { low, high, place } = axisOf(layout, "y"), heights = /** @type {number[]} */ (guess);
  const away = asked.answers.map((answer, i) => Math.abs(place(heights[i] ?? NaN) - place(answer)));
  return away.reduce((sum, each) => sum + each, 0) / away.length <= asked.within * (high - low);
}

/** The sentence that compares a guess with the answer, as HTML.
 * @param {GuessSpec} asked @param {Guess} guess @param {Plain} layout */
export function compareGuess(asked, guess, layout) {
  const template = asked.kind === "pick" ? asked.says[Number(guess)] ?? "" : asked[isNear(asked, guess, layout) ? "near" : "far"];
  const said = asked.kind === "sketch" ? /** @type {number[]} */ (guess)[asked.at] : guess;
  return fillHtml(template, () => said, {}) ?? "";
}

/** A point of a drawn line in words. @param {Extract<GuessSpec, { kind: "sketch" }>} asked @param {number} at @param {number} height */
export const pointText = (asked, at, height) => fillText(asked.point, name => (name === "place" ? asked.places[at] : height)) ?? "";
