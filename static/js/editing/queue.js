// What waits to be stored: one request at a time, again and again until the server has it. Knows nothing of a page.

import { NoConnection, NotLoggedIn } from "./requests.js";

const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;

export class Queue {
  /** `save(item)` stores one and throws what went wrong; `refused(item, error)` hears what waiting will not mend, and
   * `halted(why, item)` that nothing is sent for now: "connection" or "login". */
  constructor({ save, refused, halted, timers = globalThis }) {
    Object.assign(this, { save, refused, halted, timers });
    this.waiting = new Set();
    this.retryAfter = FIRST_RETRY;
    this.why = "";
  }

  put(item) {
    this.waiting.add(item);
    return this.work();
  }

  drop(item) {
    this.waiting.delete(item);
  }

  get isHalted() {
    return Boolean(this.why);
  }

  /** Resolves when there is nothing more to send, or nothing can be sent. */
  work() {
    if (this.why) return Promise.resolve();
    this.working ??= this.#work().finally(() => {
      this.working = null;
    });
    return this.working;
  }

  async #work() {
    while (this.waiting.size && !this.why) {
      const [item] = this.waiting;
      this.waiting.delete(item);
      await this.#one(item);
    }
  }

  async #one(item) {
    try {
      await this.save(item);
      this.retryAfter = FIRST_RETRY;
    } catch (error) {
      if (error instanceof NoConnection) this.#halt("connection", item, error.retryAfter);
      else if (error instanceof NotLoggedIn) this.#halt("login", item);
      else await this.refused(item, error);
    }
  }

  #halt(why, item, wait = null) {
    this.why = why;
    // What waited longest goes first again.
    this.waiting = new Set([item, ...this.waiting]);
    if (why === "connection") {
      this.timer = this.timers.setTimeout(() => this.resume(), wait ?? this.retryAfter);
      this.retryAfter = Math.min(this.retryAfter * 2, LAST_RETRY);
    }
    this.halted(why, item);
  }

  resume() {
    if (!this.why) return Promise.resolve();
    this.timers.clearTimeout(this.timer);
    this.why = "";
    return this.work();
  }
}
