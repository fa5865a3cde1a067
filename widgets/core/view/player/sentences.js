// @ts-check
/* What a card says: the sentence, the readouts, the numbers, what was found. */

/** @import { Read, Spec } from "../spec.d.ts" */

import { all, one } from "./elements.js";
import { listOf } from "./records.js";
import { fillHtml, formatNumber, pickRows } from "./words.js";

/** The sentence, the readouts and the table of numbers; returns what shows them and gives the sentence.
 * @param {HTMLElement} section @param {Spec} spec */
export function createWords(section, { summary, readouts, roles, numbers }) {
  const say = one(section, ".sim-say", HTMLElement), places = all(section, ".sim-readouts dd", HTMLElement);
  const rows = all(section, ".sim-numbers tbody tr", HTMLTableRowElement), written = new Map();
  /** @param {Element | undefined} element @param {string | undefined} html from fillHtml: the author's words, escaped */
  function write(element, html) {
    if (!element || html === undefined || written.get(element) === html) return;
    written.set(element, html);
    element.innerHTML = html;
  }
  return (/** @type {Read} */ read) => {
    const [flag, template] = summary.find(([flag]) => !flag || read(flag) !== 0) ?? ["", ""];
    if (!flag || read(flag) !== undefined) write(say, fillHtml(template, read, roles));
    readouts.forEach(([, template], i) => write(places[i], fillHtml(template, read, roles)));
    const columns = numbers.columns.map(([, field, format]) => ({ format, found: listOf(read(field)) }));
    pickRows(Math.max(...columns.map(({ found }) => found.length)), numbers.rows).forEach((pick, row) => columns.forEach(({ format, found }, i) => {
      const value = found[found.length > 1 ? pick : 0];
      if (value !== undefined) write(rows[row]?.cells[i], formatNumber(value, format));
    }));
    return say.textContent;
  };
}

/** Challenges: a flag of a kernel decides, and the tick stays for the next visit. Returns a function that ticks what is
 * done now and says what was newly found. @param {HTMLElement} section @param {Spec} spec */
export function createChallenges(section, { name, challenges }) {
  const items = all(section, ".sim-challenges li", HTMLElement), tick = (/** @type {number} */ i) => items[i]?.setAttribute("data-done", "true");
  /** @param {(storage: Storage) => unknown} use */
  const store = use => { try { return use(localStorage); } catch { return null; } };     // it may be forbidden
  challenges.forEach(([flag], i) => { if (store(storage => storage.getItem(`sim:${name}:${flag}`))) tick(i); });
  return (/** @type {(flag: string) => boolean} */ isRaised) => challenges.map(([flag, , why], i) => {
    if (items[i]?.dataset["done"] === "true" || !isRaised(flag)) return "";
    tick(i);
    store(storage => storage.setItem(`sim:${name}:${flag}`, "1"));
    return ` ${why}`;
  }).join("");
}
