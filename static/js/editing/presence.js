// Who else is on the page, and word of what they change: asked now and then, and soon after one's own changes.

import { post } from "./requests.js";

const EVERY = 20000;
const SOON = 1500;

/** What tells this tab from another of the same person. */
export function newSession() {
  return crypto.randomUUID?.() ?? fromRandom();
}

/** Where the page is not served over https, a browser gives random numbers only. */
function fromRandom() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

export class Presence {
  /** `root` has the address to ask, the version the page shows and the moment it was made. What is inside it stands in
   * elements with `data-part`. */
  constructor({ root, session }) {
    Object.assign(this, { root, session });
    this.seen = root.dataset.version;
    this.since = root.dataset.now;
    this.part = "";
  }

  start() {
    this.root.addEventListener("focusin", (event) => {
      const part = event.target.closest("[data-part]")?.dataset.part ?? "";
      if (part === this.part) return;
      this.part = part;
      this.soon();
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.soon());
    window.addEventListener("pagehide", () => this.leave());
    setInterval(() => document.visibilityState === "visible" && this.ask(), EVERY);
    this.ask();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), SOON);
  }

  leave() {
    const fields = { session: this.session, leaving: "ja" };
    post(this.root.dataset.presenceUrl, fields, { keepalive: true }).catch(() => {});
  }

  /** Silence is no harm: who cannot reach the server hears of it when saving. */
  async ask() {
    const { session, part, seen, since } = this;
    try {
      this.show(await post(this.root.dataset.presenceUrl, { session, part, seen, since }));
    } catch {
      this.people([]);
    }
  }

  show(answer) {
    this.seen = answer.version;
    this.since = answer.now;
    this.people(answer.people);
    this.news(answer);
  }

  /** Show who is where. */
  people() {}

  /** Show what the answer tells of changes. */
  news() {}
}
