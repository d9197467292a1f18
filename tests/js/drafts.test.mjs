// What was typed stays on the device of one person, for one plan, until it is forgotten.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Drafts } from "../../static/js/plan/drafts.js";

class Storage {
  setItem(key, value) {
    this[key] = value;
  }

  getItem(key) {
    return this[key];
  }

  removeItem(key) {
    delete this[key];
  }
}

const full = { setItem: () => { throw new Error("QuotaExceededError"); } };

beforeEach(() => {
  globalThis.localStorage = new Storage();
});

test("a draft is found again with its text and version until it is forgotten", () => {
  const drafts = new Drafts({ user: 1, plan: 2 });
  assert.equal(drafts.keep("ambition", "<p>Tekst</p>", 7), true);
  const { text, version } = new Drafts({ user: 1, plan: 2 }).all().get("ambition");
  assert.deepEqual({ text, version }, { text: "<p>Tekst</p>", version: 7 });
  drafts.forget("ambition");
  assert.equal(drafts.all().size, 0);
});

test("nobody finds the draft of another person or another plan", () => {
  new Drafts({ user: 1, plan: 2 }).keep("ambition", "geheim", 1);
  assert.equal(new Drafts({ user: 1, plan: 22 }).all().size, 0);
  assert.equal(new Drafts({ user: 11, plan: 2 }).all().size, 0);
});

test("a device that is full says that nothing is kept", () => {
  globalThis.localStorage = full;
  assert.equal(new Drafts({ user: 1, plan: 2 }).keep("ambition", "tekst", 1), false);
});
