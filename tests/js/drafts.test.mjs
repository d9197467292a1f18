// What was typed and not stored stays on the device: of this person, for this page, until it is stored.

import assert from "node:assert/strict";
import test from "node:test";

import { Drafts } from "../../static/js/editing/drafts.js";

class Device {
  setItem(name, text) {
    this[name] = text;
  }

  getItem(name) {
    return this[name];
  }

  removeItem(name) {
    delete this[name];
  }
}

const FULL = { setItem: () => { throw new Error("full"); }, removeItem: () => { throw new Error("none"); } };

test("a text is there again with the version it began from", () => {
  const drafts = new Drafts({ user: 1, whole: "5", storage: new Device() });
  assert.equal(drafts.keep("activity-1-title", "Kade", 3), true);
  const { text, version, at } = drafts.all().get("activity-1-title");
  assert.deepEqual([text, version, typeof at], ["Kade", 3, "number"]);
  drafts.forget("activity-1-title");
  assert.equal(drafts.all().size, 0);
});

test("another person and another page see nothing of it", () => {
  const storage = new Device();
  new Drafts({ user: 1, whole: "5", storage }).keep("x", "geheim", 0);
  for (const [user, whole] of [[2, "5"], [1, "6"], [1, "55"]]) assert.equal(new Drafts({ user, whole, storage }).all().size, 0);
});

test("a device that keeps nothing says so and breaks nothing", () => {
  for (const storage of [null, FULL]) {
    const drafts = new Drafts({ user: 1, whole: "5", storage });
    assert.equal(drafts.keep("x", "tekst", 0), false);
    drafts.forget("x");
    assert.equal(drafts.all().size, 0);
  }
});

test("leftovers of something else are passed over", () => {
  const storage = new Device();
  storage.setItem("nhveilig:1:5:x", "{half");
  assert.equal(new Drafts({ user: 1, whole: "5", storage }).all().size, 0);
});
