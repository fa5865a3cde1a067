// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { latestWins } from "../../widgets/core/view/player/engine.js";
import { createKernel, moduleOf } from "../../widgets/core/view/player/kernel.js";
import { settings } from "../../widgets/core/view/player/links.js";
import { decodeBase64, makeEncoder } from "../../widgets/core/view/player/records.js";
import { python, settle } from "./shared.js";

test("a kernel gives in this engine the bytes that Python's native run gives", async () => {
  const { spec, runs } = python(`
import base64, json
from tests.core.demo import decay, inputs, simulation
from widgets.core.view import page
states = [{}, {"rate": 1.23, "pace": 2, "seed": 9}, {"start": 10.0, "halved": 1, "seed": 2**32 - 1}, {"rate": 0.0}]
runs = [[state, base64.b64encode(decay.run(inputs.record(**state)).tobytes()).decode()] for state in states]
print(json.dumps({"spec": json.loads(page.to_json(page.spec(simulation))), "runs": runs}))`);
  const [kernel] = spec.kernels, run = await createKernel(decodeBase64(kernel.wasm), kernel), encode = makeEncoder(spec.inputs, kernel.inputSize);
  assert.equal(new Set(runs.map((/** @type {any[]} */ [, bytes]) => bytes)).size, 4);
  for (const [state, bytes] of runs) assert.deepEqual(new Uint8Array(run(encode({ ...settings(spec.inputs, {}), ...state }))), decodeBase64(bytes));
});

test("a kernel with two modules runs the one with vectors where there are vectors, and gives the same bytes", async () => {
  const { kernels, inputs, native } = python(`
import base64, json
from widgets.core.view.spec import spec, to_json
from widgets.spread.local_growth import simulation
(slab,) = (kernel for kernel in simulation.kernels if kernel.vectors)
native = base64.b64encode(slab.run(slab.inputs.record()).tobytes()).decode()
whole = json.loads(to_json(spec(simulation)))
print(json.dumps({"kernels": whole["kernels"], "inputs": whole["inputs"], "native": native}))`);
  const [kernel] = kernels.filter((/** @type {any} */ each) => each.vectors), record = makeEncoder(inputs, kernel.inputSize)(settings(inputs, {}));
  const hasVectors = WebAssembly.validate;
  for (const [wanted, module] of /** @type {[boolean, string][]} */ ([[true, kernel.vectors], [false, kernel.wasm]])) {
    WebAssembly.validate = bytes => wanted && hasVectors(bytes);
    assert.deepEqual(moduleOf(kernel), decodeBase64(module));
    assert.deepEqual(new Uint8Array((await createKernel(moduleOf(kernel), kernel))(record)), decodeBase64(native));
  }
  WebAssembly.validate = hasVectors;
  for (const each of kernels) if (each !== kernel) assert.deepEqual(moduleOf(each), decodeBase64(each.wasm));
});

/** A kernel whose answers come when they are asked for. */
function makeSlow() {
  const answers = /** @type {{ job: number, give: () => void, refuse: (error: Error) => void }[]} */ ([]);
  const state = { atWork: 0, most: 0 };
  const run = async (/** @type {number} */ job) => {
    state.most = Math.max(state.most, ++state.atWork);
    try { return await new Promise((give, refuse) => answers.push({ job, give: () => give(job), refuse })); } finally { state.atWork -= 1; }
  };
  return { answers, state, run };
}

test("while a job runs only the latest waits, and two never run at once", async () => {
  const { answers, state, run } = makeSlow(), done = /** @type {[unknown, boolean][]} */ ([]);
  const ask = latestWins(run, (result, job) => done.push([result, job]));
  for (const job of [1, 2, 3, 4]) ask(job);
  await settle();
  assert.deepEqual(answers.map(({ job }) => job), [1]);
  answers[0]?.give();
  await settle();
  assert.deepEqual(answers.map(({ job }) => job), [1, 4]);
  answers[1]?.give();
  await settle();
  assert.deepEqual(done, [[1, 1], [4, 4]]);
  assert.equal(state.most, 1);
});

test("a job that fails says so, and what is asked for next runs", async () => {
  const { answers, run } = makeSlow(), done = /** @type {unknown[]} */ ([]), ask = latestWins(run, result => done.push(result));
  const failing = assert.rejects(ask(1), { message: "past the end" });
  await settle();
  answers[0]?.refuse(new Error("past the end"));
  await failing;
  ask(2);
  await settle();
  answers[1]?.give();
  await settle();
  assert.deepEqual(done, [2]);
});
