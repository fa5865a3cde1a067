// @ts-check
/* Records: the bytes of a kernel's inputs and outputs. */

/** @import { Column, Field, Inputs, Setting, Values } from "../spec.d.ts" */

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
export const decodeBase64 = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

/** What a record holds, by name: a number, a view of an array, or nested lists of views.
 * @param {ArrayBuffer} buffer @param {Record<string, Field>} fields @returns {Values} */
export const decodeRecord = (buffer, fields) => Object.fromEntries(Object.entries(fields).map(([name, field]) => {
  const column = columnOf(buffer, name, field);
  return [name, field.shape.length ? nest(column, field.shape) : Number(column[0])];
}));

/** Rows, and frames of rows, of a flat array. @param {Column} column @param {number[]} shape @returns {any} */
function nest(column, [length = 0, ...inner]) {
  const size = column.length / length;
  return inner.length ? Array.from({ length }, (_, i) => nest(column.subarray(i * size, (i + 1) * size), inner)) : column;
}

/** So many numbers from `low` to `high`, both included, to the last bit as Python's Grid has them.
 * @param {number} low @param {number} high @param {number} count */
export const evenSteps = (low, high, count) =>
  Float64Array.from({ length: count }, (_, i) => (i < count - 1 ? low + (high - low) * i / (count - 1) : high));

/** Return a function that writes input records: constants, data and grids once, what can be set each time.
 * @param {Inputs} inputs @param {number} size */
export function makeEncoder(inputs, size) {
  const bytes = new Uint8Array(size), columns = /** @type {Record<string, Column>} */ ({});
  for (const [name, input] of Object.entries(inputs)) {
    const column = columns[name] = columnOf(bytes.buffer, name, input);
    if (input.data !== undefined) bytes.set(decodeBase64(input.data), input.offset);
    else column.set(input.ends ? evenSteps(...input.ends, column.length) : [input.default ?? 0]);
  }
  return (/** @type {Setting} */ state) => {
    for (const [name, value] of Object.entries(state)) columns[name]?.set([value]);
    return bytes.slice();
  };
}

/** @param {string} reference */
export const nameOf = reference => reference.replace("[frame]", "");
/** What "tumour" or "cells[frame]" names. @param {string} reference @param {Values} values @param {number} frame */
export const readField = (reference, values, frame) =>
  (reference.endsWith("[frame]") ? values[nameOf(reference)]?.[frame] : values[reference]);
