// @ts-check
/* What was computed. A figure shows each number as soon as it is known; words say only what one run has computed. */

/** @import { Run, Values } from "../spec.d.ts" */

/** @param {Values} first the inputs, before anything is computed; what no control sets stays as it is */
export function createRuns(first) {
  const open = /** @type {Map<Uint8Array, Run>} */ (new Map());    // by their records: kernels will still answer these
  return {
    /** the newest of every number */
    now: first,
    /** the last at rest, and the one before this move */
    settled: /** @type {Values | null} */ (null), before: /** @type {Values | null} */ (null),
    latest: /** @type {Run} */ ({ number: 0, values: first }),

    /** Another run, of which some kernels have answered at once. @param {Uint8Array} record @param {Values} values @param {boolean} isWhole */
    begin(record, values, isWhole) {
      this.latest = { number: this.latest.number + 1, values: { ...first, ...values } };
      this.now = { ...this.now, ...values };
      if (isWhole) open.clear(); else open.set(record, this.latest);
      return this.latest;
    },

    /** A slow kernel has answered to a record: runs before it wait for nothing any more.
     * @param {Uint8Array} record @param {Values} outputs @returns {Run} */
    add(record, outputs) {
      const run = open.get(record) ?? { number: 0, values: {} };
      for (const [each, { number }] of open) if (number < run.number) open.delete(each);
      Object.assign(run.values, outputs);
      this.now = { ...this.now, ...outputs };
      return run;
    },
  };
}
