import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { half, takeDropped } from "../../static/js/editing/dragging.js";

class Line extends EventTarget {
  dataset = {};
  children = [];
  contains(other) {
    return other === this || this.children.includes(other);
  }
  getBoundingClientRect() {
    return { top: 100, height: 40 };
  }
}

const event = (type, more = {}) => Object.assign(new Event(type, { cancelable: true }), more);
let line;
let dropped;

beforeEach(() => {
  line = new Line();
  dropped = [];
  globalThis.document = { querySelectorAll: () => [line] };
  takeDropped(line, { over: (now) => (now.clientY ? half(now, line) : null), drop: (where) => dropped.push(where) });
});

test("the half the mouse is on says where it comes", () => {
  assert.equal(half({ clientY: 103 }, line), "before");
  assert.equal(half({ clientY: 121 }, line), "after");
});

test("it comes where the mouse lets go, whatever the mark said last", () => {
  line.dispatchEvent(event("dragover", { clientY: 130 }));
  line.dispatchEvent(event("dragleave", { relatedTarget: null }));
  line.dispatchEvent(event("drop", { clientY: 103 }));
  assert.deepEqual(dropped, ["before"]);
  assert.equal(line.dataset.drop, undefined);
});

test("the mark stays while the mouse goes from one word to the next", () => {
  const word = {};
  line.children.push(word);
  line.dispatchEvent(event("dragover", { clientY: 103 }));
  line.dispatchEvent(event("dragleave", { relatedTarget: word }));
  assert.equal(line.dataset.drop, "before");
  line.dispatchEvent(event("dragleave", { relatedTarget: {} }));
  assert.equal(line.dataset.drop, undefined);
});

test("what may not stand there is not taken", () => {
  const refused = event("drop", { clientY: 0 });
  line.dispatchEvent(refused);
  assert.deepEqual(dropped, []);
  assert.equal(refused.defaultPrevented, false);
});
