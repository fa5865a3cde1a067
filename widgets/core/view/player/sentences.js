// @ts-check
/* What a card says: the sentence, the readouts, the numbers, what was found. Words never mix two runs: what needs a
 * number that its run has not computed yet stays as it was. */

/** @import { Context, Read, Run, Spec } from "../spec.d.ts" */

import { all, one } from "./elements.js";
import { readField } from "./records.js";
import { fillHtml, formatNumber, pickRows } from "./words.js";

const ALOUD = 600;                                                 // milliseconds: a screen reader hears one sentence a move

/** Inputs and outputs that the sentence and the readouts speak of. @param {Pick<Spec, "summary" | "readouts">} spec */
export const spokenNames = ({ summary, readouts }) => new Set([...summary.flatMap(([flag]) => flag || []),
  ...[...summary, ...readouts].flatMap(([, text]) => Array.from(text.matchAll(/\{(\w+)/g), ([, name = ""]) => name))]);

/** The line of a summary that is to be said: the first whose flag is raised. Undefined while that is not known.
 * @param {Spec["summary"]} summary @param {Read} read */
export function pickLine(summary, read) {
  for (const [flag, template] of summary) {
    const isRaised = flag ? read(flag) : 1;
    if (isRaised !== 0) return isRaised === undefined ? undefined : template;
  }
  return undefined;
}

/** Return what writes the words of a run, and whether it could: words of a later run stay.
 * @param {HTMLElement} section @param {Spec} spec */
function createWords(section, { summary, readouts, roles, numbers }) {
  const say = one(section, ".sim-say", HTMLElement), places = all(section, ".sim-readouts dd", HTMLElement);
  const rows = all(section, ".sim-numbers tbody tr", HTMLTableRowElement);
  const written = /** @type {Map<Element, string>} */ (new Map()), writtenBy = /** @type {Map<Element, number>} */ (new Map());
  /** @param {Element | undefined} element @param {string | undefined} html from fillHtml: the author's words, escaped @param {number} run */
  function write(element, html, run) {
    if (!element || html === undefined || run < (writtenBy.get(element) ?? 0)) return;
    writtenBy.set(element, run);
    if (written.get(element) === html) return;
    written.set(element, html);
    element.innerHTML = html;
  }
  return (/** @type {number} */ run, /** @type {Read} */ read) => {
    const line = pickLine(summary, read);
    write(say, line === undefined ? line : fillHtml(line, read, roles), run);
    readouts.forEach(([, template], i) => write(places[i], fillHtml(template, read, roles), run));
    const columns = numbers.columns.map(([, field, format]) => ({ format, found: listOf(read(field)) }));
    if (columns.every(({ found }) => found.length)) {
      pickRows(Math.max(...columns.map(({ found }) => found.length)), numbers.rows).forEach((pick, row) => columns.forEach(({ format, found }, i) =>
        write(rows[row]?.cells[i], formatNumber(found[found.length > 1 ? pick : 0], format), run)));
    }
    return writtenBy.get(say) === run;
  };
}

/** @param {any} found */
const listOf = found => (found === undefined ? [] : typeof found === "object" ? found : [found]);

/** Under which name a browser keeps that a challenge is done. Pages of one address share what is kept, so it names the
 * challenge by its words: another book may have a simulation of this name.
 * @param {string} name of the simulation @param {string} text of the challenge */
export const keptAs = (name, text) => `sim:${name}:${text}`;

/** Challenges: a flag of a kernel decides, and the tick stays for the next visit. Returns a function that ticks what is
 * done now and says what was newly found. @param {HTMLElement} section @param {Spec} spec */
function createChallenges(section, { name, challenges }) {
  const items = all(section, ".sim-challenges li", HTMLElement), tick = (/** @type {number} */ i) => items[i]?.setAttribute("data-done", "true");
  /** @param {(storage: Storage) => unknown} use */
  const store = use => { try { return use(localStorage); } catch { return null; } };     // it may be forbidden
  challenges.forEach(([, text], i) => { if (store(storage => storage.getItem(keptAs(name, text)))) tick(i); });
  return (/** @type {(flag: string) => boolean} */ isRaised) => challenges.map(([flag, text, why], i) => {
    if (items[i]?.dataset["done"] === "true" || !isRaised(flag)) return "";
    tick(i);
    store(storage => storage.setItem(keptAs(name, text), "1"));
    return ` ${why}`;
  }).join("");
}

/** Return what says in words what a run has computed. A screen reader hears only a sentence of the latest run, and only
 * when it stands for a while. @param {Context} context */
export function createSpeech({ section, spec, safely, signal }) {
  const write = createWords(section, spec), tick = createChallenges(section, spec);
  const say = one(section, ".sim-say", HTMLElement), aloud = one(section, ".sim-aloud", HTMLElement);
  let speaking = 0, found = "";
  const speak = safely(() => { aloud.textContent = say.textContent + found; found = ""; });
  signal.addEventListener("abort", () => clearTimeout(speaking));
  return (/** @type {Run} */ { number, values }, /** @type {{ frame: number, isLatest: boolean, isDraft: boolean }} */ { frame, isLatest, isDraft }) => {
    const read = (/** @type {string} */ reference) => readField(reference, values, frame), isSaid = write(number, read);
    if (!isLatest) return;
    found += tick(flag => read(flag) === 1 && !isDraft);
    say.setAttribute("aria-busy", String(!isSaid));
    clearTimeout(speaking);
    if (isSaid && number > 1) speaking = setTimeout(speak, ALOUD);
  };
}
