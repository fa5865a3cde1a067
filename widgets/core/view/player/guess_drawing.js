// @ts-check
/* The arithmetic of drawing a line by hand: heights at the places of a line, as far as it is drawn. */

/** @typedef {(number | null)[]} Drawn heights, in shares of the figure from 0 (below) to 1; null where nothing is drawn yet */

const share = (/** @type {number} */ value) => Math.min(Math.max(value, 0), 1);

/** The place nearest to a share of the width. @param {number[]} places in such shares @param {number} x */
export const nearestPlace = (places, x) => {
  const distances = places.map(place => Math.abs(place - x));
  return distances.indexOf(Math.min(...distances));
};

/** A stroke of the pen from one place to another: places between them get heights on the way.
 * @param {Drawn} drawn @param {number[]} places @param {number} from @param {number} to @param {number} height at the end */
export function stroke(drawn, places, from, to, height) {
  const begin = drawn[from] ?? height, way = (places[to] ?? 0) - (places[from] ?? 0), [low, high] = [Math.min(from, to), Math.max(from, to)];
  return drawn.map((was, i) => (i < low || i > high || (i === from && from !== to) ? was
    : share(way ? begin + (height - begin) * ((places[i] ?? 0) - (places[from] ?? 0)) / way : height)));
}

/** The whole line: straight over what was left out, level to both ends. @param {Drawn} drawn @param {number[]} places @returns {number[]} */
export function wholeLine(drawn, places) {
  const known = drawn.flatMap((height, i) => (height === null ? [] : [{ height, x: places[i] ?? 0 }]));
  return places.map(x => {
    const left = known.findLast(each => each.x <= x) ?? known[0], right = known.find(each => each.x >= x) ?? left;
    if (!left || !right) return 0.5;
    return right.x === left.x ? left.height : left.height + (right.height - left.height) * (x - left.x) / (right.x - left.x);
  });
}

const STEP = 0.025, LEAP = 5;                                      // of the height, and so many of these by Page Up and Down
const KEYS = /** @type {Record<string, { along?: number, up?: number, to?: number }>} */ ({
  ArrowRight: { along: 1 }, ArrowLeft: { along: -1 }, Home: { to: 0 }, End: { to: -1 },
  ArrowUp: { up: 1 }, ArrowDown: { up: -1 }, PageUp: { up: LEAP }, PageDown: { up: -LEAP },
});

/** What a key does to a line and to the pen at one of its places: along, where the pen draws on at its height, or up and
 * down. Undefined for other keys. @param {string} key @param {Drawn} drawn @param {number} at */
export function pressKey(key, drawn, at) {
  const { along = 0, up = 0, to } = KEYS[key] ?? {};
  if (!(key in KEYS)) return undefined;
  const here = drawn[at] ?? null;
  if (up) return { at, drawn: drawn.with(at, share((here ?? 0.5) + (here === null ? 0 : up * STEP))) };
  const next = to === undefined ? Math.min(Math.max(at + along, 0), drawn.length - 1) : (to + drawn.length) % drawn.length;
  return { at: next, drawn: here === null || drawn[next] !== null || to !== undefined ? drawn : drawn.with(next, here) };
}
