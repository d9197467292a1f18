// What waits to be stored gets there in the end, one at a time, and what is refused does not hold up the rest.

import assert from "node:assert/strict";
import test from "node:test";

import { Queue } from "../../static/js/editing/queue.js";
import { NoConnection, NotLoggedIn, Refused } from "../../static/js/editing/requests.js";

/** Timers that go off when told to. */
function timers() {
  const set = [];
  return { set, setTimeout: (act, wait) => set.push({ act, wait }), clearTimeout: () => {} };
}

function queueOf(answers, clock = timers()) {
  const log = [];
  const queue = new Queue({
    timers: clock,
    save: async (item) => {
      log.push(`save ${item}`);
      const answer = answers.shift();
      if (answer) throw answer;
    },
    refused: (item, error) => void log.push(`refused ${item} ${error.message}`),
    halted: (why, item) => void log.push(`${why} ${item}`),
  });
  return { queue, log, clock };
}

test("one request at a time, in the order in which things were typed", async () => {
  let under = 0;
  const seen = [];
  const queue = new Queue({
    save: async (item) => {
      under += 1;
      assert.equal(under, 1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push(item);
      under -= 1;
    },
  });
  await Promise.all(["a", "b", "c"].map((item) => queue.put(item)));
  assert.deepEqual(seen, ["a", "b", "c"]);
});

test("what waits twice is sent once", async () => {
  const { queue, log } = queueOf([]);
  queue.why = "connection";
  queue.put("a");
  queue.put("a");
  await queue.resume();
  assert.deepEqual(log, ["save a"]);
});

test("what is put in while another is sent goes along", async () => {
  const log = [];
  const queue = new Queue({ save: async (item) => {
    log.push(item);
    if (item === "a") queue.put("b");
  } });
  await queue.put("a");
  assert.deepEqual(log, ["a", "b"]);
});

test("without a connection it waits longer each time, and begins anew once it was reached", async () => {
  const { queue, clock } = queueOf([new NoConnection(), new NoConnection(), null, new NoConnection()]);
  await queue.put("a");
  await clock.set.at(-1).act();
  await clock.set.at(-1).act();
  await queue.put("b");
  assert.deepEqual(clock.set.map((one) => one.wait), [2000, 4000, 2000]);
});

test("it never waits longer than half a minute", async () => {
  const { queue, clock } = queueOf(Array.from({ length: 8 }, () => new NoConnection()));
  await queue.put("a");
  while (clock.set.length < 8) await clock.set.at(-1).act();
  assert.equal(clock.set.at(-1).wait, 30000);
});

test("a busy server says itself how long to wait", async () => {
  const { queue, clock } = queueOf([new NoConnection(7000)]);
  await queue.put("a");
  assert.equal(clock.set[0].wait, 7000);
});

test("while nothing can be sent nothing is, and what waited longest goes first", async () => {
  const { queue, log } = queueOf([new NoConnection()]);
  await queue.put("a");
  await queue.put("b");
  await queue.put("a");
  assert.deepEqual(log, ["save a", "connection a"]);
  await queue.resume();
  assert.deepEqual(log.slice(2), ["save a", "save b"]);
});

test("a session that is over is not tried again by itself", async () => {
  const { queue, log, clock } = queueOf([new NotLoggedIn()]);
  await queue.put("a");
  assert.deepEqual([log, clock.set], [["save a", "login a"], []]);
  assert.equal(queue.isHalted, true);
  await queue.resume();
  assert.deepEqual(log.at(-1), "save a");
});

test("what is refused is told, and the rest goes on", async () => {
  const { queue, log } = queueOf([new Refused(422, { message: "Te lang." })]);
  queue.put("a");
  await queue.put("b");
  assert.deepEqual(log, ["save a", "refused a Te lang.", "save b"]);
});
