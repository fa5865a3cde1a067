// @ts-check
/* The question of a card: it hears the guess, keeps the answer back until then, and compares. */

/** @import { Context, Guess, GuessEvent, GuessState, Host, Plain, Values } from "../spec.d.ts" */

import { all, one } from "./elements.js";
import { connectEstimate, connectPick, connectSketch } from "./guess_means.js";
import { GUESS_MOVES, GUESS_STATES } from "./guess_states.js";
import { admitGuess, compareGuess, guessOf, markOf, writeGuess } from "./guess_values.js";
import { addressHere } from "./links.js";

/** Connect the question, if there is one. `runs` gets the mark; `goTo` sets the inputs that are asked about, or those that
 * are declared (null); `draw` draws the figure anew.
 * @param {Context} context @param {Host} host @param {{ now: Values }} runs
 * @param {{ goTo: (setting: Record<string, number> | null) => void, draw: () => void, link: () => string }} card */
export function connectGuess({ section, spec, on }, host, runs, { goTo, draw, link }) {
  const asked = spec.guess;
  if (!asked) return { isOpen: false, withhold: (/** @type {Values} */ values) => values, written: () => "", set() {}, begin() {}, pass() {}, follow() {}, place() {} };
  const view = spec.views[asked.view], picture = all(section, ".sim-picture", HTMLElement)[asked.view] ?? section;
  const figure = one(picture, ".sim-figure", HTMLElement), said = one(section, ".sim-compared", HTMLElement);
  const commit = one(section, ".sim-commit", HTMLButtonElement), again = one(section, ".sim-again", HTMLButtonElement);
  let state = /** @type {GuessState} */ ("asked"), guess = /** @type {Guess | null} */ (null);

  const isOpen = () => !GUESS_STATES[state].isAnswered;
  const tabTo = () => all(section, '[role="tab"]', HTMLElement)[asked.view]?.click();

  /** Show a guess in the figure, as far as it goes. @param {Plain} mark what the mark is bound to */
  const setMark = mark => {
    const { guess: _, guess_at: __, ...others } = runs.now;
    runs.now = { ...others, ...mark };
  };
  const means = { pick: connectPick, estimate: connectEstimate, sketch: connectSketch }[asked.kind](section, picture, spec, on, (whole, seen) => {
    commit.disabled = whole === null;
    setMark(seen ?? markOf(asked, whole));
    if (isOpen()) draw();
  });

  /** What the reader sees, apart from the figure. */
  const show = () => {
    section.dataset["guess"] = state;
    figure.setAttribute("aria-label", isOpen() ? one(section, ".sim-question", HTMLElement).dataset["alt"] ?? "" : view?.alt ?? "");
    figure.toggleAttribute("data-blank", isOpen());
    said.innerHTML = guess === null ? "" : compareGuess(asked, guess, view?.layout ?? {});
    again.textContent = again.dataset[state] ?? again.textContent;
    setMark(guess === null ? {} : markOf(asked, guess));
  };

  /** @param {GuessEvent} event @param {Guess | null} [value] @returns {boolean} whether it means anything now */
  const hear = (event, value = null) => {
    const next = GUESS_MOVES[state][event];
    if (!next) return false;
    [state, guess] = [next, value];
    if (next === "asked") means.clear();
    show();
    return true;
  };

  /** Tell the other side of the card of a guess, and keep it in the address. */
  function keep() {
    host.onGuess?.(guess);
    if (host.address !== undefined) return;                        // a cell of a notebook: the address is not its own
    try { history.replaceState(history.state, "", guess === null ? addressHere() : link()); } catch { /* a page without an address */ }
  }

  /** @param {Guess} value */
  const answer = value => {
    hear("commit", value);
    goTo(asked.setting);
    keep();
    one(section, ".sim-aloud", HTMLElement).textContent = said.textContent;
  };
  const takeBack = () => {
    hear("takeBack");
    tabTo();
    goTo(null);
    keep();
  };
  on(commit, "click", () => {
    const value = means.value();
    if (value === null) return;
    answer(value);
    again.focus({ preventScroll: true });
  });
  on(one(section, ".sim-waive", HTMLButtonElement), "click", () => {
    hear("show");
    draw();
    again.focus({ preventScroll: true });
  });
  on(again, "click", () => { takeBack(); means.focus(); });

  return {
    /** The question is open: nothing may tell the answer. */
    get isOpen() { return isOpen(); },
    /** @param {Values} values @returns {Values} what may be seen of them */
    withhold: values => (isOpen() ? Object.fromEntries(Object.entries(values).filter(([name]) => !asked.hides.includes(name))) : values),
    written: () => writeGuess(guess),
    /** Begin with what the address, or Python, says. @param {boolean} isLinked the address sets inputs */
    begin(isLinked) {
      const given = host.guess ? admitGuess(asked, host.guess()) : guessOf(asked, location.hash);
      if (given !== null) hear("commit", given); else if (isLinked) hear("show"); else { show(); tabTo(); }
    },
    /** A link sets the inputs. @param {string} hash */
    follow(hash) {
      const given = guessOf(asked, hash);
      if (given === null) this.pass(); else hear("commit", given);
    },
    /** Someone else sets the inputs: the question is passed over. */
    pass() { hear("show"); },
    /** Python says the guess, or takes it back. @param {unknown} given */
    set(given) {
      const value = admitGuess(asked, given);
      if (writeGuess(value) === writeGuess(guess)) return;
      if (value === null) takeBack(); else answer(value);
    },
    /** The figure has been drawn: the place to draw in is where its plot is. */
    place() { if (isOpen()) means.place(); },
  };
}
