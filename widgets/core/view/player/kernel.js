// @ts-check
/* One kernel: WebAssembly and its memory. */

/** @import { KernelSpec } from "../spec.d.ts" */

import { decodeBase64 } from "./records.js";

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
