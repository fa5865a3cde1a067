// @ts-check
/* Kernels: quick ones in the page, slow ones beside it. */

/** @import { Fail, KernelSpec, Values } from "../spec.d.ts" */

import { createAside } from "./aside.js";
import { inFrame } from "./frames.js";
import { createKernel, moduleOf } from "./kernel.js";
import { decodeRecord } from "./records.js";

const BRIEF = 60;                                                  // milliseconds
const FRAME = 10;                                                  // milliseconds that a kernel may take of a frame

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
