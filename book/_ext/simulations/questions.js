// @ts-check
/**
 * Answer the questions at the end of a lesson. The markup (questions.html) is complete without this script; the
 * reasons are read out of its folded answers. The build turns the module into a classic script that calls `start`.
 */

/** @typedef {{right: boolean, show: number[], missed: number}} Choice what to say about ticked options */
/** @typedef {{verdict: "none" | "right" | "near" | "low" | "high", near: number}} Guess what to say about a number */

/**
 * Judge which options are ticked: show the reasons of the wrong ones, or of the right ones when nothing is missing.
 * @param {number[]} ticked
 * @param {boolean[]} correct one for each option
 * @returns {Choice}
 */
export const judgeChoice = (ticked, correct) => {
  const wrong = ticked.filter((index) => !correct[index]);
  const missed = correct.filter((each, index) => each && !ticked.includes(index)).length;
  const right = wrong.length === 0 && missed === 0;
  return { right, show: right ? ticked : wrong, missed };
};

/**
 * Judge a typed number against the answer and the near misses, which share its tolerance.
 * @param {string} text
 * @param {number} answer
 * @param {number} tolerance
 * @param {number[]} nearMisses
 * @returns {Guess}
 */
export const judgeNumber = (text, answer, tolerance, nearMisses) => {
  const value = text.trim() === "" ? NaN : Number(text);
  if (!Number.isFinite(value)) return { verdict: "none", near: -1 };
  // 0.3 - 0.2 is more than 0.1 in binary: a hair of room keeps the edge of the tolerance inside it
  const within = (/** @type {number} */ other) => Math.abs(value - other) <= tolerance * (1 + 1e-9);
  if (within(answer)) return { verdict: "right", near: -1 };
  const near = nearMisses.findIndex(within);
  if (near >= 0) return { verdict: "near", near };
  return { verdict: value < answer ? "low" : "high", near: -1 };
};

/**
 * Say how many right options are still missing.
 * @param {number} missed
 * @param {boolean} alone no wrong option is ticked
 */
export const sayMissed = (missed, alone) => {
  if (missed === 0) return "";
  const count = missed === 1 ? "one more is right" : `${missed} more are right`;
  return alone ? `What you chose is right, and ${count}.` : `Besides, ${count}.`;
};

/** @param {HTMLFormElement} form */
function bringToLife(form) {
  const button = form.querySelector("button");
  const status = form.querySelector(".question-feedback");
  const answer = form.querySelector("details");
  if (!button || !status || !answer) return;
  answer.hidden = true;
  button.disabled = button.hidden = false;
  form.addEventListener("input", () => {
    status.replaceChildren();
    delete form.dataset.verdict;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { verdict, words } = judge(form, [...answer.querySelectorAll("li")]);
    form.dataset.verdict = verdict;
    status.replaceChildren(...words);
    if (verdict === "none") return;
    answer.hidden = false;
    if (form.dataset.kind === "text") answer.open = true;
  });
}

/**
 * Judge a form as it is filled in; the items are those of its folded answer.
 * @param {HTMLFormElement} form
 * @param {HTMLElement[]} items
 * @returns {{verdict: "none" | "right" | "wrong" | "open", words: (Node | string)[]}}
 */
function judge(form, items) {
  if (form.dataset.kind === "text") return { verdict: "open", words: ["Ours is below. Which of its points are in yours?"] };
  if (form.dataset.kind === "number") {
    const field = form.querySelector("input");
    const numbers = items.map((item) => Number(item.dataset.answer));
    const tolerance = Number(items[0]?.dataset.tolerance);
    const { verdict, near } = judgeNumber(field?.value ?? "", numbers[0] ?? NaN, tolerance, numbers.slice(1));
    if (verdict === "none") return { verdict, words: ["Type a number first."] };
    if (verdict === "right") return { verdict, words: [strong("Yes. "), ...reasons(items, [0])] };
    if (verdict === "near") return { verdict: "wrong", words: [strong("Not yet. "), ...reasons(items, [near + 1])] };
    return { verdict: "wrong", words: [strong("Not yet. "), `The answer is ${verdict === "low" ? "larger" : "smaller"}.`] };
  }
  const ticked = [...form.querySelectorAll("input")].flatMap((input, index) => (input.checked ? [index] : []));
  if (ticked.length === 0) return { verdict: "none", words: ["Choose an answer first."] };
  const { right, show, missed } = judgeChoice(ticked, items.map((item) => "correct" in item.dataset));
  const words = [strong(right ? "Yes. " : "Not yet. "), ...reasons(items, show)];
  // of a single choice the right one is what is missing: saying so says nothing
  if (form.dataset.kind === "multiple") words.push(sayMissed(missed, show.length === 0));
  return { verdict: right ? "right" : "wrong", words };
}

/**
 * @param {HTMLElement[]} items
 * @param {number[]} indices
 * @returns {(Node | string)[]}
 */
const reasons = (items, indices) =>
  indices.flatMap((index) => [...(items[index]?.querySelector(".question-reason")?.cloneNode(true).childNodes ?? []), " "]);

/** @param {string} text */
const strong = (text) => {
  const element = document.createElement("strong");
  element.textContent = text;
  return element;
};

/** Bring every question of the page to life. */
export function start() {
  for (const form of document.querySelectorAll("form.question")) if (form instanceof HTMLFormElement) bringToLife(form);
}
