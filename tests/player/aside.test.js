// @ts-check
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { createAside } from "../../widgets/core/view/player/aside.js";
import { settle } from "./shared.js";

/** A module whose `run` writes its input, a byte at 0, to its output, at 1; beside it what a page is told of it. */
const WASM = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 9, 1, 96, 5, 127, 127, 127, 127, 127, 0, 2, 24, 1, 3, 101, 110, 118, 15, 95, 95, 108,
  105, 110, 101, 97, 114, 95, 109, 101, 109, 111, 114, 121, 2, 0, 1, 3, 2, 1, 0, 7, 7, 1, 3, 114, 117, 110, 0, 0, 10, 14, 1, 12, 0, 32, 3, 32, 2,
  45, 0, 0, 58, 0, 0, 11);
const spec = { name: "same", slow: true, wasm: Buffer.from(WASM).toString("base64"), vectors: "", inputSize: 1, outputSize: 1, scratchSize: 1, outputs: {},
  memory: { pages: 1, result: 8, exception: 16, input: 0, output: 1, scratch: 2 } };

const { Worker: none } = globalThis, { instantiate } = WebAssembly;
afterEach(() => { globalThis.Worker = none; WebAssembly.instantiate = instantiate; });

/** Put workers into the page that do what `answer` says with the n-th of them; gives how many were started, and how often
 * the page has compiled. @param {(worker: any, n: number, message: any) => void} answer */
function makeWorkers(answer) {
  const count = { workers: 0, compiled: 0 };
  globalThis.Worker = /** @type {any} */ (class extends EventTarget {
    n = ++count.workers;
    postMessage(/** @type {any} */ message) { answer(this, this.n, message); }
    terminate() {}
  });
  WebAssembly.instantiate = /** @type {any} */ ((/** @type {any[]} */ ...given) => { count.compiled += 1; return Reflect.apply(instantiate, WebAssembly, given); });
  return count;
}
const give = (/** @type {any} */ worker, /** @type {Uint8Array} */ record) => queueMicrotask(() => worker.onmessage({ data: record.slice().buffer }));
const breakDown = (/** @type {any} */ worker) => queueMicrotask(() => worker.dispatchEvent(new Event("error")));
/** @param {(record: Uint8Array) => Promise<ArrayBuffer>} aside @param {number[]} numbers */
async function ask(aside, ...numbers) {
  const answers = [];
  for (const number of numbers) answers.push(new Uint8Array(await aside(Uint8Array.of(number)))[0]);
  return answers;
}

test("a worker computes, and is told of its kernel once", async () => {
  const told = /** @type {boolean[]} */ ([]), count = makeWorkers((worker, _, { wasm, record }) => { told.push(Boolean(wasm)); give(worker, record); });
  assert.deepEqual(await ask(createAside(spec, new AbortController().signal), 1, 2, 3), [1, 2, 3]);
  assert.deepEqual([told, count], [[true, false, false], { workers: 1, compiled: 0 }]);
});

test("where a page may start no worker, its kernel runs in the page, compiled once", async () => {
  const count = makeWorkers(() => {});
  globalThis.Worker = /** @type {any} */ (class { constructor() { throw new Error("refused by the page's policy"); } });
  assert.deepEqual(await ask(createAside(spec, new AbortController().signal), 1, 2, 3), [1, 2, 3]);
  assert.equal(count.compiled, 1);
});

test("a worker that breaks before it has answered is given up, and its kernel compiled once in the page", async () => {
  const count = makeWorkers(worker => breakDown(worker)), aside = createAside(spec, new AbortController().signal);
  assert.deepEqual(await ask(aside, 1, 2, 3), [1, 2, 3]);
  await settle();
  assert.deepEqual([await ask(aside, 4), count], [[4], { workers: 1, compiled: 1 }]);
});

test("a worker that breaks after it has answered is started anew, and the page is free again", async () => {
  const count = makeWorkers((worker, n, { record }) => (n === 1 && record[0] === 2 ? breakDown(worker) : give(worker, record)));
  assert.deepEqual(await ask(createAside(spec, new AbortController().signal), 1, 2, 3, 4), [1, 2, 3, 4]);
  assert.deepEqual(count, { workers: 2, compiled: 1 });
});

test("what goes wrong in a worker is named", async () => {
  makeWorkers(worker => queueMicrotask(() => worker.onmessage({ data: null })));
  const aside = createAside({ ...spec, wasm: "AAAA" }, new AbortController().signal);
  await assert.rejects(aside(Uint8Array.of(1)), WebAssembly.CompileError);
});
