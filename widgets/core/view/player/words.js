// @ts-check
/* Numbers and words, as Python writes them. */

/** @import { Input, Read } from "../spec.d.ts" */

import { nameOf } from "./records.js";

/** Write a number as Python's format() does: half to even on the exact binary value.
 * @param {number} value @param {string} format `.Nf`, `,.Nf` or `.N%` */
export function formatNumber(value, format) {
  const [, comma, digits, kind] = /^(,?)\.(\d+)([f%])$/.exec(format) ?? [];
  if (kind === undefined) throw new Error(`format ${format} is none of .Nf ,.Nf .N%`);
  const number = kind === "%" ? value * 100 : value, end = kind === "%" ? "%" : "";
  if (!Number.isFinite(number)) return String(number).toLowerCase().replace("infinity", "inf") + end;
  const [whole = "", fraction] = fixed(Math.abs(number), Number(digits)).split(".");
  const sign = number < 0 || Object.is(number, -0) ? "-" : "";
  return sign + (comma ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole) + (fraction ? `.${fraction}` : "") + end;
}

/** toFixed, but an exact tie goes to the even digit, and a large number keeps all of its own.
 * @param {number} size @param {number} digits */
function fixed(size, digits) {
  if (size >= 1e21) return BigInt(size) + (digits ? `.${"0".repeat(digits)}` : "");
  const more = size.toFixed(digits + 25), kept = more.slice(0, -25).replace(/\.$/, "");
  const isTie = more.endsWith(`5${"0".repeat(24)}`);               // 25 digits tell a tie from its nearest neighbours
  return isTie && /[02468]$/.test(kept) ? kept : size.toFixed(digits);
}

/** Fill `{name:format}` and `{name[frame]:format}`; undefined while a field is not computed yet.
 * @param {string} template @param {Read} read @param {(text: string, name: string) => string} [mark] dresses a number */
export function fillText(template, read, mark = text => text) {
  let isKnown = true;
  const text = template.replace(/\{([^{}:]+):([^{}]*)\}( ?)/g, (_, reference, format, space) => {
    const value = read(reference);
    isKnown &&= value !== undefined;
    return isKnown ? mark(formatNumber(Number(value), format), nameOf(reference)) + (space && "\u00a0") : "";
  });
  return isKnown ? text : undefined;
}

/** The same as HTML: bold marks, and a role's colour for its numbers.
 * @param {string} template @param {Read} read @param {Record<string, string>} roles */
export function fillHtml(template, read, roles) {
  const safe = template.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`).replace(/\*\*(.+?)\*\*/g, "<b>$1</b>");
  return fillText(safe, read, (text, name) => (roles[name] ? `<b data-role="${roles[name]}">${text}</b>` : text));
}

/** An input's value in words and units. @param {Input} input @param {number} value */
export function valueText({ kind, options, digits = 0, unit, stops }, value) {
  if (kind === "switch") return value ? "on" : "off";
  if (kind === "seed") return `draw ${value}`;
  if (kind === "choice") return options?.find(option => option.value === value)?.label ?? String(value);
  const number = formatNumber(value, `,.${digits}f`);
  const text = stops ? number.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") : number;
  return unit ? text + (unit.startsWith("%") ? unit : `\u00a0${unit}`) : text;
}

/** Which entries of an array a table shows: evenly spaced, first and last included. @param {number} length @param {number} rows */
export function pickRows(length, rows) {
  const count = Math.min(rows, length), gaps = 2 * (count - 1);
  return Array.from({ length: count }, (_, row) => (gaps ? Math.floor((2 * row * (length - 1) + count - 1) / gaps) : 0));
}
