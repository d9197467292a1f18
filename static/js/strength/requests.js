// Asking the server, and telling apart the ways in which it can fail to do what was asked.

export class NoConnection extends Error {}
export class NotLoggedIn extends Error {}
export class Refused extends Error {
  constructor(status, body) {
    super(body.message ?? "");
    Object.assign(this, { status, problems: body.problems ?? [], conflicts: body.conflicts ?? [] });
  }
}

export class Requests {
  constructor(form) {
    this.form = form;
  }

  /** The answer as data. Throws NoConnection, NotLoggedIn or Refused. */
  async post(url, fields) {
    let response = await this.#send(url, fields);
    // Who logged in again elsewhere has a new token; the page that is open still has the old one.
    if (response.status === 403 && (await this.#renewToken())) response = await this.#send(url, fields);
    const loggedOut = response.type === "opaqueredirect" || response.status === 401 || response.status === 403;
    if (loggedOut) throw new NotLoggedIn();
    if (response.status >= 500) throw new NoConnection();
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw new Refused(response.status, body);
    return body;
  }

  async #send(url, fields) {
    const body = new URLSearchParams(fields);
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    return this.#fetch(url, { method: "POST", body });
  }

  async #renewToken() {
    const response = await this.#fetch(location.pathname, {}, "text/html");
    if (!response.ok) return false;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    if (token) this.form.elements.csrfmiddlewaretoken.value = token;
    return Boolean(token);
  }

  async #fetch(url, options, accept = "application/json") {
    try {
      return await fetch(url, { ...options, redirect: "manual", headers: { Accept: accept } });
    } catch {
      throw new NoConnection();
    }
  }
}
