// @ts-check
/* The one view of a simulation, in the book and in Jupyter: controls -> input record -> kernel -> output record ->
 * figure and words. It hydrates the markup of card.html and builds no control of its own. What it shows, a kernel
 * computed (WebAssembly); arithmetic here is layout: formats, places of labels, gliding.
 *
 * Two hosts. Jupyter (anywidget) takes this module as it is and calls `render` of its default export. The book works
 * from file://, where modules cannot be loaded: its build replaces the last line, the only `export`, by `start();` and
 * puts the text into a function. `start` finds Plotly in the page, or as plotly.min.js beside the script.
 *
 * After each finished redraw "sim:drawn" bubbles from the card: detail.milliseconds is the work of this thread for it,
 * detail.isNew whether the figure has changed, detail.pending the number of kernels whose answer is still to come and
 * detail.skipped how many of these wait for the hand to let go, detail.values every input and output by name. It also
 * comes when a slow kernel has answered and the figure in sight shows nothing of it. */

/** @import { Card, Column, Fail, Field, Host, Input, Inputs, KernelSpec, On, Plain, Read, Reader, Setting, Spec, Values, ViewSpec } from "./spec.d.ts" */

const GLIDE = 320, REST = 1200, ALOUD = 600, PAUSE = 120, BRIEF = 60, LATE = 100, QUIET = 4000;  // milliseconds
const FRAME = 10;                                                  // milliseconds that a kernel may take of a frame
const WIDE = 560, LINE = 18;                                       // pixels: a wide card; a line of a figure's text
const CONFIG = { displayModeBar: false, responsive: false, doubleClick: false, showTips: false };    // of Plotly
const MOVING = /^(scatter|bar)$/;                                  // traces whose x and y Plotly can move without drawing all anew
const PLACES = /^([xy]|marker\.(size|opacity))$/, WORDS = /^(text|customdata)(\[\d+\])?$/;    // and so with these of their attributes
const NOWHERE = [null];                                            // a trace without a point would be taken out of the figure
const PAPER = { width: 600, height: 260, isWide: true };           // a figure on any usual sheet, whatever the window
const ROLE = /^var\(--(tumour|immune|tissue|blood|lymph|drug|people)\)$/;  // a colour that words take in a darker shade

// ---------------------------------------------------------------- numbers and words
/** Write a number as Python's format() does: half to even on the exact binary value.
 * @param {number} value @param {string} format `.Nf`, `,.Nf` or `.N%` */
function formatNumber(value, format) {
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
function fillText(template, read, mark = text => text) {
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
function fillHtml(template, read, roles) {
  const safe = template.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`).replace(/\*\*(.+?)\*\*/g, "<b>$1</b>");
  return fillText(safe, read, (text, name) => (roles[name] ? `<b data-role="${roles[name]}">${text}</b>` : text));
}

/** An input's value in words and units. @param {Input} input @param {number} value */
function valueText({ kind, options, digits = 0, unit, stops }, value) {
  if (kind === "switch") return value ? "on" : "off";
  if (kind === "seed") return `draw ${value}`;
  if (kind === "choice") return options?.find(option => option.value === value)?.label ?? String(value);
  const number = formatNumber(value, `,.${digits}f`);
  const text = stops ? number.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") : number;
  return unit ? text + (unit.startsWith("%") ? unit : `\u00a0${unit}`) : text;
}

/** Which entries of an array a table shows: evenly spaced, first and last included. @param {number} length @param {number} rows */
function pickRows(length, rows) {
  const count = Math.min(rows, length), gaps = 2 * (count - 1);
  return Array.from({ length: count }, (_, row) => (gaps ? Math.floor((2 * row * (length - 1) + count - 1) / gaps) : 0));
}

// ---------------------------------------------------------------- inputs and links
/** What an input takes for a number: clamped, whole where it must be; undefined if it is no value of it.
 * @param {Input} input @param {number} value */
function admit({ kind, type, options, stops, low = 0, high = 0 }, value) {
  const clamp = (/** @type {number[]} */ ends) => Math.min(Math.max(value, Math.min(...ends)), Math.max(...ends));
  if (!Number.isFinite(value)) return undefined;
  if (kind === "choice") return options?.find(option => option.value === value)?.value;
  if (kind === "switch") return value ? 1 : 0;
  if (kind === "seed") return Math.trunc(clamp([0, 2 ** 32 - 1]));
  return type === "f8" ? clamp(stops ?? [low, high]) : Math.round(clamp(stops ?? [low, high]));
}

/** Every input that can be set: as named where that is a value of it, else as declared.
 * @param {Inputs} inputs @param {Setting} named @returns {Setting} */
function settings(inputs, named) {
  const settable = Object.entries(inputs).filter(([, { kind }]) => kind !== "constant" && kind !== "data");
  return Object.fromEntries(settable.map(([name, input]) => [name, admit(input, named[name] ?? NaN) ?? input.default ?? 0]));
}

/** Read `#name?input=value`: data, to be admitted. @param {string} hash @returns {{ name: string, values: Setting }} */
function parseLink(hash) {
  const [, name = "", query = ""] = /^#([^?]*)\??(.*)$/s.exec(hash) ?? [];
  const pairs = [...new URLSearchParams(query)].filter(([, text]) => text.trim());
  return { name, values: Object.fromEntries(pairs.map(([key, text]) => [key, Number(text)])) };
}

/** @param {string} name @param {Setting} state */
const writeLink = (name, state) => `#${name}?${Object.entries(state).map(pair => pair.join("=")).join("&")}`;

/** The address of this page, without a setting. */
const addressHere = () => location.href.replace(/#.*/s, "");

/** @param {number[]} stops @param {number} value */
function nearestStop(stops, value) {
  const distances = stops.map(stop => Math.abs(stop - value));
  return distances.indexOf(Math.min(...distances));
}

// ---------------------------------------------------------------- records
/** @type {Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => Column>} */
const COLUMNS = { f8: Float64Array, f4: Float32Array, i4: Int32Array, u4: Uint32Array,
  i2: Int16Array, u2: Uint16Array, i1: Int8Array, u1: Uint8Array };

/** A view of one field, without copying; the offset is that of an aligned dtype.
 * @param {ArrayBuffer} buffer @param {string} name @param {Field} field @returns {Column} */
function columnOf(buffer, name, { type, shape, offset }) {
  const Column = COLUMNS[type];
  if (!Column) throw new Error(`${name} has type ${type}, which a page does not know`);
  return new Column(buffer, offset, shape.reduce((product, each) => product * each, 1));
}

/** @param {string} text */
const decodeBase64 = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

/** What a record holds, by name: a number, a view of an array, or nested lists of views.
 * @param {ArrayBuffer} buffer @param {Record<string, Field>} fields @returns {Values} */
const decodeRecord = (buffer, fields) => Object.fromEntries(Object.entries(fields).map(([name, field]) => {
  const column = columnOf(buffer, name, field);
  return [name, field.shape.length ? nest(column, field.shape) : Number(column[0])];
}));

/** Rows, and frames of rows, of a flat array. @param {Column} column @param {number[]} shape @returns {any} */
function nest(column, [length = 0, ...inner]) {
  const size = column.length / length;
  return inner.length ? Array.from({ length }, (_, i) => nest(column.subarray(i * size, (i + 1) * size), inner)) : column;
}

/** Return a function that writes input records: constants and data once, what can be set each time.
 * @param {Inputs} inputs @param {number} size */
function makeEncoder(inputs, size) {
  const bytes = new Uint8Array(size), columns = /** @type {Record<string, Column>} */ ({});
  for (const [name, input] of Object.entries(inputs)) {
    const column = columns[name] = columnOf(bytes.buffer, name, input);
    if (input.data === undefined) column.set([input.default ?? 0]); else bytes.set(decodeBase64(input.data), input.offset);
  }
  return (/** @type {Setting} */ state) => {
    for (const [name, value] of Object.entries(state)) columns[name]?.set([value]);
    return bytes.slice();
  };
}

/** @param {any} found */
const listOf = found => (found === undefined ? [] : typeof found === "object" ? found : [found]);
/** @param {string} reference */
const nameOf = reference => reference.replace("[frame]", "");
/** What "tumour" or "cells[frame]" names. @param {string} reference @param {Values} values @param {number} frame */
const readField = (reference, values, frame) =>
  (reference.endsWith("[frame]") ? values[nameOf(reference)]?.[frame] : values[reference]);

// ---------------------------------------------------------------- kernels
/** Compile a kernel. What comes back turns an input record into a fresh output record. (A worker is given the text of
 * this function, so it uses nothing from outside.)
 * @param {Uint8Array<ArrayBuffer>} wasm @param {KernelSpec} spec @returns {Promise<(record: Uint8Array) => ArrayBuffer>} */
async function createKernel(wasm, { memory: { pages, result, exception, input, output, scratch }, outputSize, scratchSize }) {
  const memory = new WebAssembly.Memory({ initial: pages }), bytes = new Uint8Array(memory.buffer);
  const { instance } = await WebAssembly.instantiate(wasm, { env: { __linear_memory: memory } });
  const run = instance.exports["run"];
  if (typeof run !== "function") throw new Error("the module exports no function run");
  return record => {
    bytes.set(record, input);
    bytes.fill(0, output, output + outputSize);
    bytes.fill(0, scratch, scratch + scratchSize);
    run(result, exception, input, output, scratch);
    return memory.buffer.slice(output, output + outputSize);
  };
}

/** Run a kernel beside the page; in the page itself where no worker starts, and to name what went wrong in one.
 * @param {KernelSpec} spec @param {AbortSignal} signal @returns {(record: Uint8Array) => Promise<ArrayBuffer>} */
function createAside(spec, signal) {
  const wasm = decodeBase64(spec.wasm), here = () => createKernel(wasm, spec);
  const source = `const create = ${createKernel};
    let kernel;
    onmessage = async ({ data: { wasm, spec, record } }) => {
      try { postMessage((await (kernel ??= create(wasm, spec)))(record)); } catch { postMessage(null); }
    };`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" })), worker = new Worker(url);
  signal.addEventListener("abort", () => { worker.terminate(); URL.revokeObjectURL(url); });
  let isBroken = false, giveUp = () => {};
  worker.addEventListener("error", () => { isBroken = true; giveUp(); });              // it may break before it is asked
  let first = /** @type {{ wasm: Uint8Array, spec: KernelSpec } | null} */ ({ wasm, spec });
  return async record => (isBroken ? null : await new Promise((/** @type {(output: ArrayBuffer | null) => void} */ resolve) => {
    giveUp = () => resolve(null);
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ ...first, record });
    first = null;
  })) ?? (await here())(record);
}

/** Run one job at a time, and of those that wait only the latest. @template Job, Result
 * @param {(job: Job) => Promise<Result>} run @param {(result: Result, job: Job) => void} done */
function latestWins(run, done) {
  let isBusy = false, waiting = /** @type {Job[]} */ ([]);
  return async (/** @type {Job} */ job) => {
    waiting = [job];
    if (isBusy) return;
    isBusy = true;
    try {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) done(await run(next), next);
    } finally { isBusy = false; }
  };
}

/** Do something in the next frame, or after a while: a page out of sight is given none.
 * @param {() => void} action */
function inFrame(action) {
  let isDone = false;
  const once = () => { if (!isDone) { isDone = true; action(); } };
  setTimeout(once, LATE);
  requestAnimationFrame(once);
}

/** All kernels of a simulation. `run` returns what the quick ones write; the others report to `onLate` when done, and of
 * those only the wanted ones run. They start after the figure has been painted: it needs the processor first.
 * @param {KernelSpec[]} specs @param {(outputs: Values) => void} onLate @param {Fail} fail @param {AbortSignal} signal */
async function createEngine(specs, onLate, fail, signal) {
  const pending = /** @type {Set<KernelSpec>} */ (new Set()), skipped = new Set(pending);
  const took = /** @type {Map<KernelSpec, number>} */ (new Map());      // milliseconds, by a kernel that has a worker
  const timed = (/** @type {KernelSpec} */ spec, aside = createAside(spec, signal)) => async (/** @type {Uint8Array} */ record) => {
    const begin = performance.now(), output = await aside(record);
    took.set(spec, performance.now() - begin);
    return output;
  };
  const newest = /** @type {Map<KernelSpec, Uint8Array>} */ (new Map());   // records, by a kernel that has a worker
  const askFor = (/** @type {KernelSpec} */ spec) => latestWins(timed(spec), (buffer, record) => {
    if (record === newest.get(spec)) pending.delete(spec);
    onLate(decodeRecord(buffer, spec.outputs));
  });
  const kernels = await Promise.all(specs.map(async spec => {
    const compute = spec.slow ? null : await createKernel(decodeBase64(spec.wasm), spec);
    let ask = spec.slow ? askFor(spec) : null, slowRuns = 0;
    return (/** @type {Uint8Array} */ record, /** @type {(spec: KernelSpec) => boolean} */ isWanted) => {
      if (ask || !compute) {
        pending.add(spec);
        newest.set(spec, record);
        if (isWanted(spec)) { skipped.delete(spec); inFrame(() => setTimeout(() => ask?.(record).catch(fail))); } else skipped.add(spec);
        return {};
      }
      const begin = performance.now(), outputs = decodeRecord(compute(record), spec.outputs);
      slowRuns = performance.now() - begin > FRAME ? slowRuns + 1 : 0;
      if (slowRuns === 4) ask = askFor(spec);                      // less may be chance: a busy machine
      return outputs;
    };
  }));
  return { pending, skipped, isBrief: (/** @type {KernelSpec} */ spec) => (took.get(spec) ?? 0) < BRIEF,
    run: (/** @type {Uint8Array} */ record, /** @type {(spec: KernelSpec) => boolean} */ isWanted) => Object.assign({}, ...kernels.map(run => run(record, isWanted))),
    isPending: (/** @type {string} */ output) => [...pending].some(({ outputs }) => output in outputs) };
}

// ---------------------------------------------------------------- figures
/** A copy of figure JSON with every `var(--token)` replaced. @param {any} node @param {(token: string) => string} read @returns {any} */
const resolveTokens = (node, read) => JSON.parse(JSON.stringify(node), (_, value) =>
  (typeof value === "string" ? value.replace(/var\((--[\w-]+)\)/g, (_, token) => read(token)) : value));

/** Set "marker.size" or "shapes[0].x0" of figure JSON. @param {Plain} target @param {string} path @param {unknown} value */
function setPath(target, path, value) {
  const steps = path.match(/[^.[\]]+/g) ?? [], last = steps.pop() ?? path;
  steps.reduce((node, step) => (node[step] ??= {}), target)[last] = value;
}

/** Readers of all that a trace, or the layout, takes from the values. @param {Plain} holder @returns {Reader[]} */
function makeReaders(holder) {
  const { bind = {}, only, when, lift } = holder["meta"] ?? {}, across = /** @type {Plain} */ ({ x: holder["y"], y: holder["x"] });
  const readers = Object.entries(bind).map(([path, reference]) => makeReader(path, reference, across[path]?.length));
  if (!only && !when && !lift) return readers;
  const conditions = [only?.field, when].filter(Boolean);
  const chosen = Object.keys(across).map(path => {                 // the same points on both axes
    const all = holder[path], { fields, read } = readers.find(each => each.path === path) ?? { fields: [], read: () => all };
    return { path, fields: [...fields, ...conditions], read(/** @type {Values} */ values, /** @type {number} */ frame) {
      const [kinds, isShown] = [only?.field, when].map(field => field && readField(field, values, frame));
      if ((only && !kinds) || (when && !isShown)) return [];
      const places = Array.from(read(values, frame)).filter((_, i) => !only || kinds[i] === only.is);
      return lift ? places.flatMap((place, i) => ((i + 1) % lift ? place : [place, null])) : places;
    } };
  });
  return [...readers.filter(({ path }) => !(path in across)), ...chosen];
}

/** A reader of one binding: of a field, or of a table in which its small whole numbers are looked up. Axes want arrays:
 * a single number is repeated beside the `count` entries of the other axis.
 * @param {string} path @param {string | { field: string, values: unknown[] }} reference @returns {Reader} */
function makeReader(path, reference, count = 1) {
  const { field, values: choices } = typeof reference === "string" ? { field: reference, values: null } : reference;
  const table = choices?.map(each => (each === "" ? " " : each));  // Plotly throws the place of an empty text away
  return { path, fields: [field], read(values, frame) {
    let found = readField(field, values, frame);
    if (table && found !== undefined) found = typeof found === "object" ? Array.from(found, each => table[each]) : table[found];
    if (path !== "x" && path !== "y") return found;
    return found === undefined ? [] : typeof found === "object" ? found : Array(count).fill(found);
  } };
}

/** Whether two values, or nested lists of them, are the same to the last number. @param {any} a @param {any} b @returns {boolean} */
function areSame(a, b) {
  if (typeof a !== "object" || typeof b !== "object" || !a || !b || a.length !== b.length) return Object.is(a, b);
  for (let i = 0; i < a.length; i += 1) if (!areSame(a[i], b[i])) return false;
  return true;
}

/** What was there, if what comes is the same: of an array that it knows, Plotly works nothing out anew.
 * @param {any} was @param {any} comes */
const keep = (was, comes) => (areSame(was, comes) ? was : comes);

/** Push labels apart, up and down alike: at least `gap` between any two, all within [low, high].
 * @param {number[]} places @param {number} gap @param {number} low @param {number} high */
function spaceLabels(places, gap, low, high) {
  const order = places.map((_, i) => i).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const sorted = order.map(i => places[i] ?? 0), flip = (/** @type {number[]} */ from) => from.map(place => -place).reverse();
  const pushUp = (/** @type {number[]} */ from, /** @type {number} */ floor) =>
    from.map(place => (floor = Math.max(place, floor) + gap) - gap);
  const pushDown = (/** @type {number[]} */ from, /** @type {number} */ roof) => flip(pushUp(flip(from), -roof));
  const below = pushDown(sorted, Infinity);
  const apart = pushUp(sorted, -Infinity).map((place, i) => (place + (below[i] ?? 0)) / 2);
  const inside = pushUp(pushDown(apart, high), low);
  return places.map((_, i) => inside[order.indexOf(i)] ?? 0);
}

/** Numbers on the way from one array to another, geometrically on a log axis.
 * @param {any} from @param {any} to @param {number} share @param {boolean} isLog */
function blend(from, to, share, isLog) {
  if (!from?.length || from.length !== to?.length || typeof to[0] !== "number") return to;
  return Float64Array.from(to, (end, i) =>
    (isLog && from[i] > 0 && end > 0 ? from[i] ** (1 - share) * end ** share : from[i] + (end - from[i]) * share));
}

/** An axis with its author's range: places on it (logarithms, if it counts in powers of ten), never outside.
 * @param {Plain} layout @param {string} id such as "x" or "y2" */
function axisOf(layout, id) {
  const { range = [-Infinity, Infinity], type } = layout[`${id[0]}axis${id.slice(1)}`] ?? {}, isLog = type === "log";
  const low = Math.min(...range), high = Math.max(...range);
  const rise = (/** @type {number} */ value) => (!isLog || Number.isNaN(value) ? value : value > 0 ? Math.log10(value) : low);
  return { isLog, low, high, place: (/** @type {number} */ value) => Math.min(Math.max(rise(value), low), high),
    back: (/** @type {number} */ place) => (isLog ? 10 ** place : place) };
}

/** Plotly announces that it moves traces, moves them at once, and lets its own promise wait for a timer.
 * @param {HTMLElement} figure @returns {Promise<void>} */
const afterMoving = figure => new Promise(resolve => Reflect.get(figure, "once")("plotly_transitioning", () => queueMicrotask(() => resolve())));

/** One figure. `paint` reads the colours and takes the size, `draw` shows values.
 * @param {any} Plotly @param {HTMLElement} figure @param {ViewSpec} view @param {Plain} template */
function createPicture(Plotly, figure, view, template) {
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
      const style = getComputedStyle(figure), token = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
      parts = resolveTokens(holders, token);
      bindings = bind(parts);                                      // looked-up colours are read, too
      traces = parts.slice(0, -1);
      layout = Object.assign(parts.at(-1) ?? {}, { template: resolveTokens(template, token), width, height });
      if (!isWide) { layout["template"].layout.font.size = 13; layout["template"].layout.margin.r = 84; }
      ghosts = traces.flatMap((trace, at) => (trace["meta"]?.before ? [{ at, copy: ghostOf(trace) }] : []));
      named = traces.flatMap((trace, at) => {
        const colour = String(view.data[at]?.["line"]?.color ?? "var(--ink)").replace(ROLE, "var(--$1-ink)");
        return trace["meta"]?.label ? [{ trace, text: trace["meta"].label, ink: resolveTokens(colour, token) }] : [];
      });
      ghostName = ghosts[0] && { trace: ghosts[0].copy, text: "before", ink: token("--quiet") };
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

// ---------------------------------------------------------------- the parts of a card
/** @template {Element} T @param {ParentNode} root @param {string} selector @param {new () => T} type */
const all = (root, selector, type) => [...root.querySelectorAll(selector)].flatMap(each => (each instanceof type ? [each] : []));

/** @template {Element} T @param {ParentNode} root @param {string} selector @param {new () => T} type */
function one(root, selector, type) {
  const [found] = all(root, selector, type);
  if (!found) throw new Error(`the markup has no ${selector}`);
  return found;
}

/** Say where a native range stands, to ears and to its track. @param {HTMLInputElement} range @param {string} text */
function markRange(range, text) {
  range.style.setProperty("--at", String((range.valueAsNumber - Number(range.min)) / (Number(range.max) - Number(range.min))));
  range.setAttribute("aria-valuetext", text);
}

/** Hear the controls; returns how to show a state in them. `onMove` is told of a change, `onRest` that the hand let go.
 * @param {HTMLElement} section @param {Inputs} inputs @param {Setting} state @param {On} on
 * @param {(changes: Setting, isDrag: boolean) => void} onMove @param {() => void} onRest */
function connectControls(section, inputs, state, on, onMove, onRest) {
  const controls = all(section, "[data-input]", HTMLElement).map(element => {
    const name = element.dataset["input"] ?? "", input = inputs[name];
    if (!input) throw new Error(`the markup has a control for ${name}, which is no input`);
    const { kind, stops, options = [] } = input, isSlider = kind === "slider", output = element.querySelector("output");
    const field = element.querySelector("input"), select = element.querySelector("select"), button = element.querySelector("button");
    const pick = (/** @type {number} */ value) => { onMove({ [name]: value }, false); onRest(); };
    if (field && isSlider) {
      on(field, "input", () => onMove({ [name]: stops ? stops[field.valueAsNumber] ?? 0 : field.valueAsNumber }, true));
      for (const end of ["change", "pointerup", "pointercancel"]) on(field, end, onRest);
      field.style.setProperty("--published", field.dataset["published"] ?? null);
    } else if (field) on(field, "change", () => pick(field.checked ? 1 : 0));
    if (select) on(select, "change", () => pick(options[select.selectedIndex]?.value ?? 0));
    if (button) on(button, "click", () => pick(((state[name] ?? 0) + 1) >>> 0));
    let shown = NaN;
    return () => {
      const value = state[name] ?? 0, text = valueText(input, value);
      if (value === shown) return;
      shown = value;
      if (output) output.textContent = text;
      if (select) select.selectedIndex = options.findIndex(option => option.value === value);
      if (field && isSlider) {
        field.value = String(stops ? nearestStop(stops, value) : value);   // the nearest that it can show; `state` keeps the rest
        markRange(field, text);
      } else if (field) field.checked = value !== 0;
    };
  });
  return () => controls.forEach(show => show());
}

/** The sentence, the readouts and the table of numbers; returns what shows them and gives the sentence.
 * @param {HTMLElement} section @param {Spec} spec */
function createWords(section, { summary, readouts, roles, numbers }) {
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

/** Tabs: arrow keys move, and the one in focus is the one shown.
 * @param {HTMLElement} section @param {On} on @param {(index: number) => void} onShow */
function connectTabs(section, on, onShow) {
  const tabs = all(section, '[role="tab"]', HTMLButtonElement), views = all(section, ".sim-picture", HTMLElement);
  tabs.forEach((tab, i) => {
    on(tab, "click", () => {
      tabs.forEach(each => { each.setAttribute("aria-selected", String(each === tab)); each.tabIndex = each === tab ? 0 : -1; });
      views.forEach((view, at) => view.toggleAttribute("data-away", at !== i));
      onShow(i);
    });
    on(tab, "keydown", event => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: -1 }[event instanceof KeyboardEvent ? event.key : ""];
      if (to === undefined) return;
      event.preventDefault();
      tabs.at(to % tabs.length)?.focus();
      tabs.at(to % tabs.length)?.click();
    });
  });
}

/** The film of a view. It plays only when asked; who prefers less motion gets a step at a time.
 * @param {HTMLElement} picture @param {{ text: string, perSecond: number, count: number }} frames
 * @param {MediaQueryList} still @param {On} on @param {() => void} onFrame */
function connectFilm(picture, { text, perSecond, count }, still, on, onFrame) {
  const bar = one(picture, ".sim-frames", HTMLElement), button = one(bar, "button", HTMLButtonElement);
  const range = one(bar, "input", HTMLInputElement), output = one(bar, "output", HTMLOutputElement);
  const at = () => range.valueAsNumber, last = count - 1;
  let playing = 0;
  const play = (/** @type {boolean} */ isOn) => {
    clearInterval(playing);
    playing = isOn ? setInterval(() => step(1), 1000 / perSecond) : 0;
    bar.toggleAttribute("data-playing", isOn);
    button.setAttribute("aria-label", isOn ? "Pause" : still.matches ? "One step on" : "Play");
  };
  const step = (/** @type {number} */ frames) => {
    range.value = String(Math.min(last, (at() < last ? at() : -frames) + frames));       // from the end to the beginning
    onFrame();
    if (at() === last) play(false);
  };
  on(button, "click", () => (still.matches ? step(Math.ceil(count / 6)) : play(!playing)));
  on(range, "input", () => { play(false); onFrame(); });
  play(false);
  return { stop: () => play(false), at, show(/** @type {Values} */ values) {
    output.textContent = fillText(text, reference => readField(reference, values, at())) ?? "";
    markRange(range, output.textContent);
  } };
}

/** Challenges: a flag of a kernel decides, and the tick stays for the next visit. Returns a function that ticks what is
 * done now and says what was newly found. @param {HTMLElement} section @param {Spec} spec */
function createChallenges(section, { name, challenges }) {
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

/** A text to copy, with "{address}" in it, and its button; returns how to fill it in. Without an address it stays away.
 * @param {HTMLElement} row @param {On} on */
function connectCopy(row, on) {
  const button = one(row, "button", HTMLButtonElement), invitation = button.textContent;
  const field = all(row, "input", HTMLInputElement)[0] ?? one(row, "textarea", HTMLTextAreaElement);
  on(button, "click", async () => {
    field.select();
    const isCopied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
    button.textContent = isCopied ? "Copied" : "Selected";
  });
  return (/** @type {string} */ address) => {
    const text = field.defaultValue.replace("{address}", () => address);
    row.hidden = !address;
    if (field.value === text) return;
    button.textContent = invitation;
    field.value = text;
  };
}

/** Panels below the card, one open at a time; returns how to show the setting as a link, and as HTML for another page.
 * @param {HTMLElement} section @param {On} on */
function connectPanels(section, on) {
  const links = all(section, ".sim-links [aria-controls]", HTMLButtonElement);
  const open = (/** @type {HTMLButtonElement | null} */ chosen) => links.forEach(link => {
    link.setAttribute("aria-expanded", String(link === chosen));
    one(section, `#${CSS.escape(link.getAttribute("aria-controls") ?? "")}`, HTMLElement).hidden = link !== chosen;
  });
  for (const link of links) on(link, "click", () => open(link.getAttribute("aria-expanded") === "true" ? null : link));
  const showLink = connectCopy(one(section, ".sim-link-to", HTMLElement), on);
  const showFrame = connectCopy(one(section, ".sim-frame-of", HTMLElement), on);
  open(null);
  return (/** @type {string} */ page, /** @type {string} */ frame, /** @type {string} */ hash) => {
    showLink(page + hash);
    showFrame(frame && (frame + hash).replaceAll("&", "&amp;"));
  };
}

/** Bring a card to life: hydrate `section`. What goes wrong is said in the card, and the rest of the page goes on.
 * @param {HTMLElement} section @param {Spec} spec @param {Host} host @returns {Promise<Card>} */
async function mount(section, spec, host) {
  const ending = new AbortController(), parts = (/** @type {string} */ selector) => all(section, selector, HTMLElement);
  const fail = (/** @type {unknown} */ error) => {
    if (ending.signal.aborted) return;
    ending.abort();
    console.error(error);
    const reason = error instanceof Error ? error.message : error;
    for (const part of parts(".sim-live")) part.hidden = true;
    for (const panel of parts(".sim-panel:not(.sim-live)")) panel.hidden = false;
    one(section, ".sim-message", HTMLElement).textContent = `This simulation stopped: ${reason}. What is left here is its last result.`;
    for (const state of ["data-pending", "data-ready"]) section.removeAttribute(state);
    section.setAttribute("data-failed", "");
  };
  section.removeAttribute("data-failed");
  section.setAttribute("data-pending", "");
  const card = { set: (/** @type {Setting} */ _) => {}, stop: () => ending.abort() };
  try { card.set = await live(section, spec, host, ending.signal, fail); } catch (error) { fail(error); }
  return card;
}

/** Connect everything; returns how to set inputs from outside.
 * @param {HTMLElement} section @param {Spec} spec @param {Host} host @param {AbortSignal} signal @param {Fail} fail */
async function live(section, spec, host, signal, fail) {
  if (typeof WebAssembly !== "object") throw new Error("this browser has WebAssembly switched off");
  /** @template {unknown[]} A @param {(...values: A) => unknown} action @returns {(...values: A) => void} */
  const safely = action => (...values) => { try { if (!signal.aborted) action(...values); } catch (error) { fail(error); } };
  const on = /** @type {On} */ ((target, type, listener) => target.addEventListener(type, safely(listener), { signal }));
  const encode = makeEncoder(spec.inputs, spec.kernels[0]?.inputSize ?? 0), still = matchMedia("(prefers-reduced-motion: reduce)");
  const [Plotly, engine] = await Promise.all([host.plotly(), createEngine(spec.kernels, safely(takeLate), fail, signal)]);
  signal.throwIfAborted();

  const linked = settingOf(location.hash), defaults = settings(spec.inputs, {}), state = linked ?? settings(spec.inputs, host.state ?? {});
  let values = decodeRecord(encode({}).buffer, spec.inputs);
  let settled = /** @type {Values | null} */ (null), before = settled;     // runs: the last at rest, the one before this move
  let shown = 0, size = { width: 0, height: 0, isWide: true };
  let isMoving = false, isHeld = false, isPausing = false, isDraft = false, isGlide = false, isStale = false, isWaiting = false, run = 0, resting = 0, pausing = 0, speaking = 0;

  const showState = connectControls(section, spec.inputs, state, on, (changes, isDrag) => take(changes, { isDrag }), rest);
  const showWords = createWords(section, spec), showShare = connectPanels(section, on), tick = createChallenges(section, spec);
  const aloud = one(section, ".sim-aloud", HTMLElement), views = all(section, ".sim-picture", HTMLElement);
  const pictures = spec.views.map((view, i) => {
    const element = views[i] ?? section, figure = one(element, ".sim-figure", HTMLElement), picture = createPicture(Plotly, figure, view, spec.template);
    return { ...picture, figure, size, film: view.frames && connectFilm(element, view.frames, still, on, safely(refresh)) };
  });
  connectTabs(section, on, index => { stopFilms(); shown = index; measure(); refresh(); });

  // A preset is a whole setting: what it names, the rest as declared; chance stays as it is.
  const presets = spec.presets.map(([, named]) => Object.entries(settings(spec.inputs, named))
    .filter(([name]) => name in named || spec.inputs[name]?.kind !== "seed"));
  const pills = all(section, ".sim-presets button", HTMLButtonElement);
  pills.forEach((pill, i) => on(pill, "click", () => jump(Object.fromEntries(presets[i] ?? []))));

  /** Take inputs. A jump is a move of its own, and may glide.
   * @param {Setting} changes @param {{ isDrag?: boolean, isJump?: boolean, isOwn?: boolean }} how */
  function take(changes, { isDrag = false, isJump = false, isOwn = true }) {
    clearTimeout(resting);
    stopFilms();
    if (!isMoving) before = settled;                               // a dotted line keeps the run from before this move
    isMoving = !isJump;
    isHeld = isDrag;
    isPausing = false;
    clearTimeout(pausing);
    if (isHeld) pausing = setTimeout(() => { if (isHeld && engine.skipped.size) { isPausing = true; soon(); } }, PAUSE);
    isDraft = isDrag && Object.keys(spec.draft).length > 0;
    isGlide = isJump && !still.matches;
    Object.assign(state, changes);
    if (isOwn) host.onInput?.(changes);
    soon();
  }
  const jump = (/** @type {Setting} */ whole) => take(whole, { isJump: true });

  /** The hand has let go. Arrow keys do so at every step: a move ends with a pause. */
  function rest() {
    const isUnfinished = isDraft || engine.skipped.size > 0;
    isHeld = isDraft = false;
    if (isUnfinished) soon();
    clearTimeout(resting);
    resting = setTimeout(() => { isMoving = false; settled = values; }, REST);
  }

  /** While a hand drags, slow kernels run only for what is in sight, and those that take long when the hand pauses: they
   * take the processor from each other and from the figure. */
  const spoken = new Set([...spec.summary, ...spec.readouts].flatMap(([flag, text]) => [flag, ...Array.from(text.matchAll(/\{(\w+)/g), found => found[1])]));
  const isSeen = (/** @type {string} */ output) => spoken.has(output) || pictures[shown]?.shows(name => name === output);
  const isWanted = (/** @type {KernelSpec} */ kernel) =>
    !isHeld || ((isPausing || engine.isBrief(kernel)) && Object.keys(kernel.outputs).some(isSeen));

  /** Compute at once, but not twice in a frame: what comes meanwhile waits for the next one. */
  function soon() { isStale = true; if (!isWaiting) nextFrame(); }
  const nextFrame = safely(() => {
    isWaiting = isStale;
    if (!isStale) return;
    inFrame(nextFrame);
    compute();
  });

  function compute() {
    const begin = performance.now(), from = isGlide ? pictures[shown]?.lines() ?? null : null, mine = ++run;
    const inputs = { ...state, ...(isDraft ? spec.draft : {}) };
    isStale = false;
    learn({ ...inputs, ...engine.run(encode(inputs), isWanted) });
    const glide = safely(() => {
      const share = Math.min(1, (performance.now() - begin) / GLIDE);
      if (mine !== run) return;
      draw(performance.now(), share < 1 ? from : null, 1 - (1 - share) ** 3);
      if (share < 1) inFrame(glide);
    });
    if (from) glide(); else draw(begin);
    say();                                                         // after the figure, whose layout would wait for the words
  }

  /** A slow kernel has answered. @param {Values} outputs */
  function takeLate(outputs) {
    const begin = performance.now(), isSeen = pictures[shown]?.shows(name => name in outputs);
    learn(outputs);
    if (isSeen) draw(begin);
    say();
    if (!isSeen) tellDrawn(begin, false);
  }

  const frameOf = (index = shown) => pictures[index]?.film?.at() ?? 0;
  function stopFilms() { for (const { film } of pictures) film?.stop(); }
  function refresh() { draw(); say(); }

  /** Take in what was computed. @param {Values} news */
  function learn(news) {
    values = { ...values, ...news };
    if (!isMoving) settled = values;
  }

  /** Say in words how things stand. */
  function say() {
    showState();
    const read = (/** @type {string} */ reference) => readField(reference, values, frameOf()), sentence = showWords(read);
    for (const { film } of pictures) film?.show(values);
    pills.forEach((pill, i) => pill.setAttribute("aria-pressed", String(presets[i]?.every(([name, value]) => state[name] === value))));
    showShare(host.address ?? addressHere(), host.frame ?? "", writeLink(spec.name, state));
    const found = tick(flag => read(flag) === 1 && !isDraft && !engine.isPending(flag));
    clearTimeout(speaking);                                        // a screen reader hears one sentence a move
    if (run > 1) speaking = setTimeout(() => { aloud.textContent = sentence + found; }, ALOUD);
  }

  /** @param {number} [begin] of the work @param {Plain[] | null} [from] lines to come from, `share` of the way
   * @param {number} [share] @param {number} [index] */
  function draw(begin = performance.now(), from = null, share = 1, index = shown) {
    const picture = pictures[index];
    if (!picture || !size.width) return;
    if (picture.size !== size) picture.paint(picture.size = size);
    picture.figure.setAttribute("aria-busy", String(picture.shows(engine.isPending)));
    picture.draw({ values, before, frame: frameOf(index), from, share }).then(isNew => { if (!from) tellDrawn(begin, isNew); }, fail);
  }

  /** @param {number} begin @param {boolean} isNew */
  function tellDrawn(begin, isNew) {
    const { pending, skipped } = engine, detail = { milliseconds: performance.now() - begin, isNew, pending: pending.size, skipped: skipped.size, values };
    section.dispatchEvent(new CustomEvent("sim:drawn", { bubbles: true, detail }));
  }

  /** Take the size of the figure that is shown; returns whether it is another one. */
  function measure() {
    if (section.hasAttribute("data-paper")) return false;
    const { clientWidth: width = 0, clientHeight: height = 0 } = pictures[shown]?.figure ?? {};
    if (width === size.width && height === size.height) return false;
    size = { width, height, isWide: section.clientWidth >= WIDE };
    return true;
  }

  /** On paper all views are drawn, in the colours of paper. @param {boolean} isPaper */
  function setPaper(isPaper) {
    stopFilms();
    section.toggleAttribute("data-paper", isPaper);
    size = { ...PAPER, width: isPaper ? PAPER.width : 0 };
    if (isPaper) pictures.forEach((_, i) => draw(performance.now(), null, 1, i)); else if (measure()) draw();
  }

  function bringIntoView() {
    const { top, bottom } = section.getBoundingClientRect();
    if (top < 0 || (top > 0 && bottom > innerHeight)) section.scrollIntoView({ behavior: still.matches ? "auto" : "smooth" });
  }

  /** The setting that a link names, if it is one of this simulation's. @param {string} hash */
  function settingOf(hash) {
    const { name, values: named } = parseLink(hash);
    return name === spec.name && Object.keys(named).length ? settings(spec.inputs, named) : null;
  }

  /** Follow a link, and say whether it is for this card. @param {string} hash */
  function follow(hash) {
    const whole = settingOf(hash);
    if (whole) { jump(whole); bringIntoView(); }
    return whole !== null;
  }

  on(one(section, ".sim-reset", HTMLButtonElement), "click", () => { isMoving = false; settled = null; jump(defaults); });
  on(window, "hashchange", () => follow(location.hash));
  on(document, "click", event => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isPlain = event instanceof MouseEvent && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented);
    if (link && isPlain && link.pathname === location.pathname && follow(link.hash)) event.preventDefault();
  });
  on(window, "beforeprint", () => setPaper(true));
  on(window, "afterprint", () => setPaper(false));
  const themes = new MutationObserver(safely(() => { size = { ...size }; draw(); }));          // another size, to be painted anew
  const widths = new ResizeObserver(safely(() => { if (measure()) draw(); }));
  themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  themes.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  widths.observe(one(section, ".sim-pictures", HTMLElement));
  signal.addEventListener("abort", () => { themes.disconnect(); widths.disconnect(); [resting, pausing, speaking].forEach(clearTimeout); });

  for (const part of all(section, ".sim-live:not(.sim-panel)", HTMLElement)) part.hidden = false;
  measure();
  soon();
  section.removeAttribute("data-pending");
  section.setAttribute("data-ready", "");
  if (linked) bringIntoView();
  return (/** @type {Setting} */ changes) => {
    const whole = settings(spec.inputs, { ...state, ...changes });
    if (Object.entries(whole).some(([name, value]) => state[name] !== value)) { take(whole, { isOwn: false }); rest(); }
  };
}

// ---------------------------------------------------------------- the two hosts
/** Load Plotly as a classic script, once per page. @param {() => Promise<string>} address @returns {Promise<any>} */
async function loadPlotly(address) {
  const found = () => Reflect.get(globalThis, "Plotly"), url = found() ? "" : await address();
  const [already] = all(document, "script.sim-plotly", HTMLScriptElement), script = already ?? document.createElement("script");
  return found() ?? new Promise((resolve, reject) => {
    script.addEventListener("load", () => resolve(found()));
    script.addEventListener("error", () => { script.remove(); reject(new Error("the drawing library did not load")); });
    if (!already) document.head.append(Object.assign(script, { className: "sim-plotly", src: url }));
  });
}

/** In a page: bring each card to life when it comes near the window, or when a link asks for it. */
function start() {
  const script = document.currentScript, source = script instanceof HTMLScriptElement ? script.src : "";
  const plotly = () => loadPlotly(async () => new URL("plotly.min.js", source).href);
  const frameOf = (/** @type {string} */ name) =>                  // a page that holds its scripts is a frame's
    source ? new URL(`../embed/${name}.html`, source).href : addressHere();
  const waiting = new Set(all(document, ".sim", HTMLElement).filter(section => section.querySelector(".sim-spec")));
  const wake = (/** @type {Element} */ section) => {
    if (!(section instanceof HTMLElement) || !waiting.delete(section)) return;
    const spec = JSON.parse(one(section, ".sim-spec", HTMLScriptElement).text);
    mount(section, spec, { plotly, frame: frameOf(spec.name) });
  };
  const nearby = new IntersectionObserver(entries => { for (const { isIntersecting, target } of entries) if (isIntersecting) wake(target); }, { rootMargin: "800px" });
  const wakeLinked = () => { for (const section of waiting) if (section.dataset["sim"] === parseLink(location.hash).name) wake(section); };
  for (const section of waiting) {
    section.setAttribute("data-pending", "");
    nearby.observe(section);
  }
  addEventListener("hashchange", wakeLinked);
  addEventListener("load", () => setTimeout(() => waiting.forEach(wake), QUIET));                 // paper shows those too that were never near
  wakeLinked();
}

/** In Jupyter, as an anywidget: the traits are the inputs, and the card and the model follow each other.
 * @param {{ model: any, el: HTMLElement }} cell */
function render({ model, el }) {
  const ending = new AbortController(), { signal } = ending;
  let card = /** @type {Card | null} */ (null), names = /** @type {string[]} */ ([]);
  const state = () => Object.fromEntries(names.map(name => [name, Number(model.get(name))]));
  const on = (/** @type {string} */ event, /** @type {() => void} */ listener) => {
    model.on(event, listener);
    signal.addEventListener("abort", () => model.off(event, listener));
  };
  const plotly = () => loadPlotly(async () => {
    const bundle = await model.widget_manager.get_model(String(model.get("_plotly")).replace("IPY_MODEL_", ""));
    return URL.createObjectURL(new Blob([bundle.get("source")], { type: "text/javascript" }));
  });
  const show = async () => {
    card?.stop();
    el.innerHTML = model.get("_markup");
    const spec = JSON.parse(model.get("_spec"));
    names = Object.keys(settings(spec.inputs, {}));
    card = await mount(one(el, ".sim", HTMLElement), spec, { plotly, address: "", state: state(), onInput(changes) {
      model.set(changes);                                          // all at once: each setting comes back as a change
      model.save_changes();
    } });
    if (signal.aborted) card.stop();
  };
  el.addEventListener("keydown", event => event.stopPropagation(), { signal });           // JupyterLab would take the arrow keys
  on("change:_spec", show);
  on("change", () => card?.set(state()));
  signal.addEventListener("abort", () => card?.stop());
  show();
  return () => ending.abort();
}
const widget = { render };

export { admit, blend, createKernel, decodeBase64, decodeRecord, fillHtml, fillText, formatNumber, latestWins, makeEncoder, makeReaders, mount, nearestStop, parseLink, pickRows, readField, resolveTokens, setPath, settings, spaceLabels, start, valueText, writeLink, widget as default };
