// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { place } from "../../book/_ext/simulations/glossary.js";

const size = { width: 300, height: 100 };
const phone = { width: 360, height: 640 };

test("a definition stands below its link", () => {
  assert.deepEqual(place({ left: 20, top: 200, width: 60, height: 20 }, size, phone), { left: 20, top: 226 });
});

test("a definition stays within the window's edges", () => {
  assert.equal(place({ left: 330, top: 200, width: 20, height: 20 }, size, phone).left, 52);
  assert.equal(place({ left: -40, top: 200, width: 60, height: 20 }, size, phone).left, 8);
});

test("at the bottom of the window it stands above, unless it would be cut there", () => {
  assert.equal(place({ left: 20, top: 600, width: 60, height: 20 }, size, phone).top, 494);
  assert.equal(place({ left: 20, top: 60, width: 60, height: 20 }, size, { width: 360, height: 120 }).top, 86);
});
