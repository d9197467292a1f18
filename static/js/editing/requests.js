// Asking the server, and telling apart the ways in which it can fail to do what was asked.

/** Not reached, or too busy: `retryAfter` in milliseconds, when the server says how long to wait. */
export class NoConnection extends Error {
  constructor(retryAfter = null) {
    super();
    this.retryAfter = retryAfter;
  }
}
export class NotLoggedIn extends Error {}
export class Refused extends Error {
  constructor(status, body) {
    super(body.message ?? "");
    Object.assign(this, { status, problems: body.problems ?? [], conflicts: body.conflicts ?? [], closed: body.closed });
  }
}

const tokens = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");

async function send(url, fields, options) {
  const body = new FormData();
  for (const [name, value] of Array.isArray(fields) ? fields : Object.entries(fields)) body.append(name, value);
  body.set("csrfmiddlewaretoken", tokens()[0].value);
  try {
    return await fetch(url, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, ...options });
  } catch {
    throw new NoConnection();
  }
}

/** In seconds or as a moment, as the header Retry-After has it; null when it says nothing of use. */
export function waitOf(header, now = Date.now()) {
  if (!header) return null;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.max(wait, 0) : null;
}

/** A piece of a page of ours, as it is now; throws NoConnection. */
export async function get(url) {
  const response = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) throw new NoConnection();
  return response.text();
}

/** The answer as data. `fields` is an object, or a list of [name, value]. Throws NoConnection, NotLoggedIn or Refused. */
export async function post(url, fields, options = {}) {
  let response = await send(url, fields, options);
  let body = await response.json().catch(() => ({}));
  // Who logged in again elsewhere has a new token; the page that is open still has the old one.
  if (response.status === 403 && body.token) {
    for (const input of tokens()) input.value = body.token;
    response = await send(url, fields, options);
    body = await response.json().catch(() => ({}));
  }
  if (response.status === 401 || response.type === "opaqueredirect") throw new NotLoggedIn();
  if (response.status >= 500 || response.status === 429) throw new NoConnection(waitOf(response.headers.get("Retry-After")));
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}
