// @ts-check
/* What the tests of the view share. */
import { execFileSync } from "node:child_process";

/** @import { Input } from "../../widgets/core/view/spec.d.ts" */

/** What Python prints as JSON. @param {string} program */
export const python = program => JSON.parse(execFileSync("python", ["-c", program], { encoding: "utf8", maxBuffer: 2 ** 26 }));

/** @param {Partial<Input>} declared @returns {Input} */
export const input = declared => ({ kind: "slider", type: "f8", shape: [], offset: 0, default: 1, low: 0, high: 10, stops: null, ...declared });

export const inputs = {
  killing: input({ default: 1, low: 0.2, high: 2 }),
  patients: input({ type: "i4", default: 100, low: 10, high: 1000 }),
  size: input({ default: 10, stops: [1, 10, 100] }),
  law: input({ kind: "choice", type: "i4", default: 3, options: [{ label: "measured", value: 3 }, { label: "Gompertz", value: 7 }] }),
  treated: input({ kind: "switch", type: "i4", default: 0 }),
  seed: input({ kind: "seed", type: "u4", default: 1 }),
  days: input({ kind: "constant", default: 730 }),
};
export const declared = { killing: 1, patients: 100, size: 10, law: 3, treated: 0, seed: 1 };

/** Lists in place of typed arrays. @param {any} value @returns {any} */
export const plain = value => (typeof value !== "object" || value === null ? value : Array.from(value, plain));

/** Let all that waits go on. */
export const settle = () => new Promise(resolve => setImmediate(resolve));
