// @ts-check
/* A kernel in a worker, so that nothing waits for it. */

/** @import { KernelSpec } from "../spec.d.ts" */

import { createKernel, moduleOf } from "./kernel.js";

const SOURCE = `const create = ${createKernel};
  let kernel;
  onmessage = async ({ data: { wasm, spec, record } }) => {
    try { postMessage((await (kernel ??= create(wasm, spec)))(record)); } catch { postMessage(null); }
  };`;

/** Start a worker that gives for each record what the kernel writes, or null where that cannot be had from it.
 * @param {KernelSpec} spec @param {Uint8Array} wasm */
function startWorker(spec, wasm) {
  const url = URL.createObjectURL(new Blob([SOURCE], { type: "text/javascript" })), worker = new Worker(url);
  let isBroken = false, hasAnswered = false, giveUp = () => {}, first = /** @type {object | null} */ ({ wasm, spec });
  worker.addEventListener("error", () => { isBroken = true; giveUp(); });              // it may break before it is asked
  return {
    /** It ran, and has stopped: another one may run again. */
    get hasStopped() { return isBroken && hasAnswered; },
    stop() { worker.terminate(); URL.revokeObjectURL(url); },
    run: (/** @type {Uint8Array} */ record) => new Promise((/** @type {(output: ArrayBuffer | null) => void} */ resolve) => {
      if (isBroken) { resolve(null); return; }
      giveUp = () => resolve(null);
      worker.onmessage = ({ data }) => { hasAnswered = true; resolve(data); };
      worker.postMessage({ ...first, record });
      first = null;
    }),
  };
}

/** Run a kernel beside the page. Where no worker starts it runs in the page itself, compiled there once, and so it does
 * where a worker has no answer: to name what went wrong.
 * @param {KernelSpec} spec @param {AbortSignal} signal @returns {(record: Uint8Array) => Promise<ArrayBuffer>} */
export function createAside(spec, signal) {
  const wasm = moduleOf(spec);
  const start = () => { try { return startWorker(spec, wasm); } catch { return null; } };           // a policy may forbid them
  let worker = start(), here = /** @type {ReturnType<typeof createKernel> | null} */ (null);
  signal.addEventListener("abort", () => worker?.stop());
  return async record => {
    if (worker?.hasStopped) { worker.stop(); worker = start(); }
    return await worker?.run(record) ?? (await (here ??= createKernel(wasm, spec)))(record);
  };
}
