// @ts-check
/* One figure: what has changed since the last drawing, and how Plotly is told of it. */

/** @import { Plain, Values, ViewSpec } from "../spec.d.ts" */

import { axisOf, spaceLabels } from "./labels.js";
import { makeReaders, resolveTokens, setPath } from "./readers.js";
import { nameOf } from "./records.js";

const CONFIG = { displayModeBar: false, responsive: false, doubleClick: false, showTips: false };    // of Plotly
const MOVING = /^(scatter|bar)$/;                                  // traces whose x and y Plotly can move without drawing all anew
const PLACES = /^([xy]|marker\.(size|opacity))$/, WORDS = /^(text|customdata)(\[\d+\])?$/;    // and so with these of their attributes
const NOWHERE = [null];                                            // a trace without a point would be taken out of the figure
const LINE = 18;                                                   // pixels: a line of a figure's text

/** Whether two values, or nested lists of them, are the same to the last number. @param {any} a @param {any} b @returns {boolean} */
function areSame(a, b) {
  if (typeof a !== "object" || typeof b !== "object" || !a || !b || a.length !== b.length) return Object.is(a, b);
  for (let i = 0; i < a.length; i += 1) if (!areSame(a[i], b[i])) return false;
  return true;
}

/** What was there, if what comes is the same: of an array that it knows, Plotly works nothing out anew.
 * @param {any} was @param {any} comes */
const keep = (was, comes) => (areSame(was, comes) ? was : comes);

/** Numbers on the way from one array to another, geometrically on a log axis.
 * @param {any} from @param {any} to @param {number} share @param {boolean} isLog */
export function blend(from, to, share, isLog) {
  if (!from?.length || from.length !== to?.length || typeof to[0] !== "number") return to;
  return Float64Array.from(to, (end, i) =>
    (isLog && from[i] > 0 && end > 0 ? from[i] ** (1 - share) * end ** share : from[i] + (end - from[i]) * share));
}

/** Plotly announces that it moves traces, moves them at once, and lets its own promise wait for a timer.
 * @param {HTMLElement} figure @returns {Promise<void>} */
const afterMoving = figure => new Promise(resolve => Reflect.get(figure, "once")("plotly_transitioning", () => queueMicrotask(() => resolve())));

/** One figure. `paint` reads the colours and takes the size, `draw` shows values.
 * @param {any} Plotly @param {HTMLElement} figure @param {ViewSpec} view @param {Plain} template */
export function createPicture(Plotly, figure, view, template) {
  const holders = [...view.data, view.layout];
  const bind = (/** @type {Plain[]} */ from) => from.flatMap((holder, at) =>
    makeReaders(holder).map(reader => ({ at, ...reader, last: /** @type {any} */ (undefined) })));
  let bindings = bind(holders);
  const isRegular = ["xaxis", "yaxis"].every(axis => view.layout[axis]?.range && !view.layout[axis].scaleanchor);
  let parts = /** @type {Plain[]} */ ([]), layout = /** @type {Plain} */ ({}), data = parts, traces = parts;   // parts: traces, then layout
  let ghosts = /** @type {{ at: number, copy: Plain }[]} */ ([]), labels = layout, isNew = true, isPainted = false, isBetween = false;
  let named = /** @type {{ trace: Plain, text: string, ink: string }[]} */ ([]), ghostName = named[0];

  /** The dotted line of a trace as it was before the move. @param {Plain} trace */
  const ghostOf = trace => ({ ...trace, name: "before", mode: "lines", fill: "none", hoverinfo: "skip", hovertemplate: "", x: [], y: [],
    line: { ...trace["line"], width: 1.25, dash: "2px 4px" } });

  /** Where the names of lines stand: at their ends. */
  function label() {
    const x = axisOf(layout, "x"), y = axisOf(layout, "y"), margin = { ...layout["template"].layout.margin, ...layout["margin"] };
    const ends = named.map(({ trace }) => {
      const [atX, atY] = [trace["x"]?.at(-1) ?? NaN, trace["y"]?.at(-1) ?? NaN];
      return { x: x.place(atX), y: y.place(atY) };
    });
    const gap = Number.isFinite(y.high) ? LINE * (y.high - y.low) / (layout["height"] - margin.t - margin.b) : 0;
    for (const column of new Set(ends.map(end => end.x))) {        // only labels of one column can lie on each other
      const same = ends.filter(end => end.x === column), places = spaceLabels(same.map(end => end.y), gap, y.low, y.high);
      same.forEach((end, i) => { end.y = places[i] ?? end.y; });
    }
    return { x: ends.map(end => x.back(end.x)), y: ends.map(end => y.back(end.y)) };
  }

  return {
    /** @param {{ width: number, height: number, isWide: boolean }} size */
    paint({ width, height, isWide }) {
      const style = getComputedStyle(figure), token = (/** @type {string} */ name) => style.getPropertyValue(`--sim-${name}`).trim();
      parts = resolveTokens(holders, token);
      bindings = bind(parts);                                      // looked-up colours are read, too
      traces = parts.slice(0, -1);
      layout = Object.assign(parts.at(-1) ?? {}, { template: resolveTokens(template, token), width, height });
      if (!isWide) { layout["template"].layout.font.size = 13; layout["template"].layout.margin.r = 84; }
      ghosts = traces.flatMap((trace, at) => (trace["meta"]?.before ? [{ at, copy: ghostOf(trace) }] : []));
      named = traces.flatMap((trace, at) => {
        const colour = view.data[at]?.["line"]?.color ?? "var(--ink)", ink = resolveTokens(colour, name => token(`${name}-ink`) || token(name));
        return trace["meta"]?.label ? [{ trace, text: trace["meta"].label, ink }] : [];
      });
      ghostName = ghosts[0] && { trace: ghosts[0].copy, text: "before", ink: token("quiet") };
      if (ghostName) named.push(ghostName);
      labels = { type: "scatter", mode: "text", textposition: "middle right", cliponaxis: false, hoverinfo: "skip", showlegend: false,
        text: named.map(({ text }) => `\u2002${text}`), textfont: { color: named.map(({ ink }) => ink) } };
      data = [...ghosts.map(({ copy }) => copy), ...traces, labels];
      isPainted = true;
    },
    /** Whether it shows a field that passes a test. @param {(name: string) => boolean} test */
    shows: test => bindings.some(({ fields }) => fields.some(field => test(nameOf(field)))),
    /** The lines as they are now, to glide from. */
    lines: () => traces.map(({ x, y }) => ({ x, y })),
    /** @param {{ values: Values, before: Values | null, frame: number, from: Plain[] | null, share: number }} shown
     * @returns {Promise<boolean>} whether anything has changed */
    draw({ values, before, frame, from, share }) {
      let isSame = !isPainted && !isBetween && !from, isLight = isRegular && !isPainted, isMoved = Boolean(from);
      const retold = /** @type {Plain[]} */ ([]);                  // lists of words that have changed in their place
      const put = (/** @type {Plain} */ target, /** @type {string} */ path, /** @type {any} */ was, /** @type {any} */ comes) => {
        const isPlace = PLACES.test(path) && MOVING.test(target["type"]), value = keep(was, isPlace && comes?.length === 0 ? NOWHERE : comes);
        const isWord = WORDS.test(path) && (path.endsWith("]") || typeof value === "object"), key = path.replace(/\[.*/, "");
        if (value !== was) {
          isSame = false;
          isMoved ||= isPlace;
          isLight &&= isPlace || (isWord && was?.length === value?.length);
          if (isWord) target[key] = Object.assign(target[key] ?? [], path === key ? value : {});
          if (isWord) retold.push({ target, key });
        }
        if (!isWord || path !== key) setPath(target, path, value);
        return value;
      };
      for (const binding of bindings) {
        const { at, path, read } = binding;
        binding.last = put(parts[at] ?? layout, path, binding.last, read(values, frame));
      }
      const moved = ghosts.filter(({ at, copy }) => {              // a line that has not moved needs none
        const own = bindings.filter(binding => binding.at === at && copy[binding.path]);
        const past = before ? own.map(({ read }) => read(before, frame)) : [], hasMoved = past.some((was, i) => !areSame(was, own[i]?.last));
        own.forEach(({ path }, i) => put(copy, path, copy[path], hasMoved ? past[i] : []));
        return hasMoved;
      });
      if (ghostName && moved[0]) ghostName.trace = moved[0].copy;
      if (isSame) return Promise.resolve(false);
      if (from) traces.forEach((trace, i) => ["x", "y"].forEach(axis => {
        trace[axis] = blend(from[i]?.[axis], trace[axis], share, axisOf(layout, trace[`${axis}axis`] ?? axis).isLog);
      }));
      for (const [path, value] of Object.entries(label())) put(labels, path, labels[path], value);
      isLight &&= isMoved;
      if (!isLight) for (const { target, key } of retold) target[key] = Array.from(target[key]);         // Plotly reads no list twice
      layout["transition"] = isLight ? { duration: 0 } : undefined;
      const done = Plotly.react(figure, data, layout, isNew ? CONFIG : undefined);     // once: to take it again is slow
      isNew = isPainted = false;
      isBetween = Boolean(from);
      return (isLight ? Promise.race([done, afterMoving(figure)]) : done).then(() => true);
    } };
}
