// @ts-check
/* What inputs take, and links that set them. What an address says is data: clamped, never evaluated. */

/** @import { Input, Inputs, Setting } from "../spec.d.ts" */

/** What an input takes for a number: clamped, whole where it must be; undefined if it is no value of it.
 * @param {Input} input @param {number} value */
export function admit({ kind, type, options, stops, low = 0, high = 0 }, value) {
  const clamp = (/** @type {number[]} */ ends) => Math.min(Math.max(value, Math.min(...ends)), Math.max(...ends));
  if (!Number.isFinite(value)) return undefined;
  if (kind === "choice") return options?.find(option => option.value === value)?.value;
  if (kind === "switch") return value ? 1 : 0;
  if (kind === "seed") return Math.trunc(clamp([0, 2 ** 32 - 1]));
  return type === "f8" ? clamp(stops ?? [low, high]) : Math.round(clamp(stops ?? [low, high]));
}

/** Every input that can be set: as named where that is a value of it, else as declared.
 * @param {Inputs} inputs @param {Setting} named @returns {Setting} */
export function settings(inputs, named) {
  const settable = Object.entries(inputs).filter(([, { kind }]) => !/^(constant|data|grid)$/.test(kind));
  return Object.fromEntries(settable.map(([name, input]) => [name, admit(input, named[name] ?? NaN) ?? input.default ?? 0]));
}

/** Read `#name?input=value`: data, to be admitted. @param {string} hash @returns {{ name: string, values: Setting }} */
export function parseLink(hash) {
  const [, name = "", query = ""] = /^#([^?]*)\??(.*)$/s.exec(hash) ?? [];
  const pairs = [...new URLSearchParams(query)].filter(([, text]) => text.trim());
  return { name, values: Object.fromEntries(pairs.map(([key, text]) => [key, Number(text)])) };
}

/** @param {string} name @param {Setting} state */
export const writeLink = (name, state) => `#${name}?${Object.entries(state).map(pair => pair.join("=")).join("&")}`;

/** The address of this page, without a setting. */
export const addressHere = () => location.href.replace(/#.*/s, "");

/** @param {number[]} stops @param {number} value */
export function nearestStop(stops, value) {
  const distances = stops.map(stop => Math.abs(stop - value));
  return distances.indexOf(Math.min(...distances));
}
