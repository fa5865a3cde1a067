// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readField } from "../../widgets/core/view/player/records.js";
import { fillHtml, fillText, formatNumber, pickRows, valueText } from "../../widgets/core/view/player/words.js";
import { input, inputs, python } from "./shared.js";

/** @type {[number, string, string][]} */
const FORMATS = JSON.parse(readFileSync(new URL("../core/number_formats.json", import.meta.url), "utf8"));

test("numbers are written as Python writes them, over the whole shared table", () => {
  assert.ok(FORMATS.length > 100);
  for (const [value, format, text] of FORMATS) assert.equal(formatNumber(value, format), text, `${value} as ${format}`);
});

test("random numbers are written as Python writes them, ties and powers of ten among them", () => {
  const cases = python(`
import json, random
chance = random.Random(1)
forms = [".0f", ".1f", ".2f", ",.0f", ",.3f", ".0%", ".1%"]
values = [chance.choice([-1, 1]) * chance.choice([chance.uniform(0, 10), chance.randrange(4000) / 16, 10 ** chance.uniform(-9, 22)])
          for _ in range(3000)]
print(json.dumps([(value, form, format(value, form)) for value in values for form in [chance.choice(forms)]]))`);
  for (const [value, format, text] of cases) assert.equal(formatNumber(value, format), text, `${value} as ${format}`);
});

test("what is no number is written as Python writes it", () => {
  assert.deepEqual([NaN, Infinity, -Infinity].map(value => formatNumber(value, ".1f")), ["nan", "inf", "-inf"]);
  assert.equal(formatNumber(Infinity, ".0%"), "inf%");
});

test("a format that a page does not know is refused by name", () => {
  for (const format of ["d", ".3g", "f", ".2e", ".1", ""]) {
    assert.throws(() => formatNumber(1, format), { message: `format ${format} is none of .Nf ,.Nf .N%` });
  }
});

test("a sentence is filled from values and from the frame that is shown", () => {
  const values = { cells: 9566.7, day: [0, 10, 20] };
  const read = (/** @type {string} */ reference) => readField(reference, values, 2);
  assert.equal(fillText("Day {day[frame]:.0f}: {cells:,.1f}.", read), "Day 20: 9,566.7.");
});

test("a number and the word after it never part", () => {
  assert.equal(fillText("{cells:.0f} cells, {cells:.0f}.", () => 3), "3\u00a0cells, 3.");
});

test("a sentence with a number that is not computed yet is no sentence", () => {
  assert.equal(fillText("{cells:.0f} of {all:.0f} cells", name => (name === "all" ? undefined : 3)), undefined);
  assert.equal(fillText("no number", () => undefined), "no number");
  assert.equal(fillText("{cells:.0f} cells", () => 0), "0\u00a0cells");
});

test("an author's words are escaped, bold is bold, and a number takes the colour of its role", () => {
  const html = fillHtml("**Held.** <img src=x> {tumour:,.1f} & {day:.0f} 'days'", name => (name === "tumour" ? 1234.5 : 3), { tumour: "tumour" });
  assert.equal(html, '<b>Held.</b> &#60;img src=x&#62; <b data-role="tumour">1,234.5</b>\u00a0&#38; 3\u00a0&#39;days&#39;');
});

test("a value in words has the unit that belongs to it", () => {
  assert.equal(valueText(input({ digits: 0, unit: "a day" }), 13000), "13,000\u00a0a day");
  assert.equal(valueText(input({ digits: 1, unit: "%" }), 12.25), "12.2%");
  assert.equal(valueText(input({ digits: 0, unit: "% of tumours" }), 50), "50% of tumours");
  assert.equal(valueText(input({ digits: 2 }), 0.5), "0.50");
  assert.deepEqual([0, 1].map(value => valueText(inputs.treated, value)), ["off", "on"]);
  assert.equal(valueText(inputs.law, 7), "Gompertz");
  assert.equal(valueText(inputs.seed, 12), "draw 12");
});

test("a stop shows no zeros after its last digit", () => {
  const shown = [0.001, 0.05, 1, 20, 500].map(value => valueText(input({ digits: 3, stops: [0.001, 500] }), value));
  assert.deepEqual(shown, ["0.001", "0.05", "1", "20", "500"]);
});

test("a table shows the entries that Python's table shows", () => {
  const expected = python(`
import json
import numpy as np
from widgets.core.simulation import Table
print(json.dumps([[rows, length, [int(row[0]) for row in Table({"At": "at:.0f"}, rows=rows).fill({"at": np.arange(length)})]]
                  for rows in range(1, 14) for length in [*range(1, 40), 121, 401]]))`);
  for (const [rows, length, picks] of expected) assert.deepEqual(pickRows(length, rows), picks, `${rows} of ${length}`);
});
