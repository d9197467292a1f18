// The grid reads figures as the server does: the same list of examples as tests/figures/test_parsing.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { ANY, formatNumber, FTE, decimalsNeeded, parseFigure } from "../../static/js/figures/parsing.js";

const examples = JSON.parse(readFileSync(new URL("../figures/examples.json", import.meta.url), "utf-8"));
const BOUNDS = { figure: ANY, fte: FTE };
const read = examples.filter(({ kind }) => kind in BOUNDS);

const boundsOf = ({ kind, decimals = BOUNDS[kind].decimals }) => ({ ...BOUNDS[kind], decimals });
const digits = (value) => (value === null ? null : formatNumber(value, decimalsNeeded(value, 0)));
// "1234.5" of the list, as formatNumber writes it.
const written = (value) => {
  if (value === null) return null;
  const [whole, part] = value.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=([0-9]{3})+$)/g, ".");
  return (value.startsWith("-") ? "−" : "") + (part ? `${grouped},${part}` : grouped);
};

test("there are examples of what is read and of what is refused", () => {
  assert.ok(read.length > 100);
  assert.ok(read.filter(({ refused }) => refused).length > 20);
});

for (const example of read) {
  const { kind, text, means, refused } = example;
  test(`${kind} ${JSON.stringify(text)}${refused ? ` is refused: ${refused}` : ""}`, () => {
    const found = parseFigure(text, boundsOf(example));
    if (refused) assert.equal(found, null);
    else assert.deepEqual([digits(found.value), found.kind], [written(means[0]), means[1]]);
  });
}

test("what is shown reads back as itself", () => {
  for (const example of read.filter(({ shown }) => shown)) {
    const bounds = boundsOf(example);
    assert.deepEqual(parseFigure(example.shown, bounds), parseFigure(example.text, bounds));
  }
});
