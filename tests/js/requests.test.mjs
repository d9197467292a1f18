// Each way in which the server can fail to answer is told apart, and a new token is used at once.

import assert from "node:assert/strict";
import test from "node:test";

import { NoConnection, NotLoggedIn, Refused, post, waitOf } from "../../static/js/editing/requests.js";

/** The server as a list of answers; returns what was sent. */
function server(...answers) {
  const sent = [];
  const inputs = [{ value: "oud" }, { value: "oud" }];
  globalThis.document = { querySelectorAll: () => inputs };
  globalThis.fetch = async (url, { body }) => {
    sent.push(Object.fromEntries(body));
    const [status, data = {}, headers = {}] = answers.shift();
    if (status === "offline") throw new TypeError("failed to fetch");
    if (status === "redirect") return { type: "opaqueredirect", status: 0, ok: false, headers: new Headers(), json: async () => { throw new Error("no body"); } };
    return new Response(JSON.stringify(data), { status, headers });
  };
  return { sent, inputs };
}

test("an answer is its data", async () => {
  const { sent } = server([200, { version: 2 }]);
  assert.deepEqual(await post("/", { text: "a" }), { version: 2 });
  assert.deepEqual(sent, [{ text: "a", csrfmiddlewaretoken: "oud" }]);
});

test("a token that expired is replaced everywhere and the same is sent again", async () => {
  const { sent, inputs } = server([403, { token: "nieuw" }], [200, { ok: true }]);
  assert.deepEqual(await post("/", { text: "a" }), { ok: true });
  assert.deepEqual(sent.map((one) => one.csrfmiddlewaretoken), ["oud", "nieuw"]);
  assert.deepEqual(inputs.map((one) => one.value), ["nieuw", "nieuw"]);
});

test("who may not do it is told so, once", async () => {
  const { sent } = server([403, { message: "Dat mag u niet." }]);
  await assert.rejects(post("/", {}), (error) => error instanceof Refused && error.status === 403 && error.message === "Dat mag u niet.");
  assert.equal(sent.length, 1);
});

for (const [answer, kind] of [
  [["offline"], NoConnection], [[500], NoConnection], [[503], NoConnection], [[429], NoConnection],
  [[401, { login: "/inloggen/" }], NotLoggedIn], [["redirect"], NotLoggedIn], [[422], Refused], [[409], Refused], [[410], Refused],
])
  test(`${answer[0]} is ${kind.name}`, async () => {
    server(answer);
    await assert.rejects(post("/", {}), kind);
  });

test("a refusal carries its problems and both texts", async () => {
  server([409, { conflicts: [{ mine: "a", theirs: "b" }] }]);
  await assert.rejects(post("/", {}), (error) => error.conflicts[0].theirs === "b" && error.problems.length === 0);
});

test("a busy server is asked again when it says so", async () => {
  server([429, {}, { "Retry-After": "5" }]);
  await assert.rejects(post("/", {}), (error) => error.retryAfter === 5000);
});

test("the wait is in seconds or until a moment, and else not known", () => {
  const now = Date.parse("Sun, 06 Nov 2026 08:49:30 GMT");
  assert.deepEqual(
    ["12", "Sun, 06 Nov 2026 08:49:37 GMT", "Sun, 06 Nov 2026 08:49:00 GMT", "straks", null].map((one) => waitOf(one, now)),
    [12000, 7000, 0, null, null],
  );
});
