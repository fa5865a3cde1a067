// @ts-check
/* Where the names of lines stand; names.py does the same. */

/** @import { Plain } from "../spec.d.ts" */

/** Push labels apart, up and down alike: at least `gap` between any two, all within [low, high].
 * @param {number[]} places @param {number} gap @param {number} low @param {number} high */
export function spaceLabels(places, gap, low, high) {
  const order = places.map((_, i) => i).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const sorted = order.map(i => places[i] ?? 0), flip = (/** @type {number[]} */ from) => from.map(place => -place).reverse();
  const pushUp = (/** @type {number[]} */ from, /** @type {number} */ floor) => from.map(place => {
    const free = Math.max(place, floor);
    floor = free + gap;
    return free;
  });
  const pushDown = (/** @type {number[]} */ from, /** @type {number} */ roof) => flip(pushUp(flip(from), -roof));
  const below = pushDown(sorted, Infinity);
  const apart = pushUp(sorted, -Infinity).map((place, i) => (place + (below[i] ?? 0)) / 2);
  const inside = pushUp(pushDown(apart, high), low);
  return places.map((_, i) => inside[order.indexOf(i)] ?? 0);
}

/** An axis with its author's range: places on it (logarithms, if it counts in powers of ten), never outside.
 * @param {Plain} layout @param {string} id such as "x" or "y2" */
export function axisOf(layout, id) {
  const { range = [-Infinity, Infinity], type } = layout[`${id[0]}axis${id.slice(1)}`] ?? {}, isLog = type === "log";
  const low = Math.min(...range), high = Math.max(...range);
  const rise = (/** @type {number} */ value) => (!isLog || Number.isNaN(value) ? value : value > 0 ? Math.log10(value) : low);
  return { isLog, low, high, place: (/** @type {number} */ value) => Math.min(Math.max(rise(value), low), high),
    back: (/** @type {number} */ place) => (isLog ? 10 ** place : place) };
}
