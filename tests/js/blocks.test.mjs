// What a spreadsheet puts on the clipboard, as rows of cells.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isBlock, rowsFrom } from "../../static/js/grid/blocks.js";

test("one cell is no block, also with the line end that a spreadsheet adds", () => {
  for (const text of ["12", "12\n", "12\r\n", ""]) assert.equal(isBlock(text), false, JSON.stringify(text));
});

test("cells beside or below each other are a block", () => {
  for (const text of ["1\t2", "1\n2", "1\r\n2\r\n", "\t"]) assert.equal(isBlock(text), true, JSON.stringify(text));
});

test("lines are rows and tabs part cells, whichever system wrote them", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    assert.deepEqual(rowsFrom(["1\t2", "3\t4", ""].join(end)), [["1", "2"], ["3", "4"]], JSON.stringify(end));
  }
});

test("an empty cell keeps its place", () => {
  assert.deepEqual(rowsFrom("\t2\n3\t"), [["", "2"], ["3", ""]]);
});

test("the quotes around a cell and the spaces beside it are not of its text", () => {
  assert.deepEqual(rowsFrom('"1,5"\t 2 \t"a "b""'), [["1,5", "2", 'a "b"']]);
});

test("a cell with a line, a tab or quotes in it is one cell", () => {
  assert.deepEqual(rowsFrom('"Personeel\nRIEC"\t1\n"zegt ""ja"""\t"2"\n'), [["Personeel RIEC", "1"], ['zegt "ja"', "2"]]);
  assert.deepEqual(rowsFrom('"los\t3\n\t'), [['"los', "3"], ["", ""]]);
});
