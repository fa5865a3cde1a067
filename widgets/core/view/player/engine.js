// @ts-check
/* Kernels: quick ones in the page, slow ones beside it. */

/** @import { Fail, KernelSpec, Values } from "../spec.d.ts" */

import { inFrame } from "./frames.js";
import { decodeBase64, decodeRecord } from "./records.js";

const BRIEF = 60;                                                  // milliseconds
const FRAME = 10;                                                  // milliseconds that a kernel may take of a frame

// A module with one instruction on a vector: `i8x16.splat`.
const WITH_VECTORS = decodeBase64("AGFzbQEAAAABBQFgAAF7AwIBAAoKAQgAQQD9D/1iCw==");

/** The module of a kernel that suits this browser; both compute the same bits.
 * @param {KernelSpec} spec */
export function moduleOf({ wasm, vectors }) {
  return decodeBase64(vectors && WebAssembly.validate(WITH_VECTORS) ? vectors : wasm);
}

/** Compile a kernel. What comes back turns an input record into a fresh output record. (A worker is given the text of
 * this function, so it uses nothing from outside.)
 * @param {Uint8Array<ArrayBuffer>} wasm @param {KernelSpec} spec @returns {Promise<(record: Uint8Array) => ArrayBuffer>} */
export async function createKernel(wasm, { memory: { pages, result, exception, input, output, scratch }, outputSize, scratchSize }) {
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
  const wasm = moduleOf(spec), here = () => createKernel(wasm, spec);
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
export function latestWins(run, done) {
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

/** All kernels of a simulation. `run` returns what the quick ones write; the others report to `onLate` when done, and of
 * those only the wanted ones run. They start after the figure has been painted: it needs the processor first.
 * @param {KernelSpec[]} specs @param {(outputs: Values, record: Uint8Array) => void} onLate @param {Fail} fail @param {AbortSignal} signal */
export async function createEngine(specs, onLate, fail, signal) {
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
    onLate(decodeRecord(buffer, spec.outputs), record);
  });
  const kernels = await Promise.all(specs.map(async spec => {
    const compute = spec.slow ? null : await createKernel(moduleOf(spec), spec);
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
