// What was typed and is not stored yet, kept on this device per person, plan and field until the server has it.

export const clock = (time) => new Date(time).toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");

export class Drafts {
  constructor({ user, plan }) {
    this.prefix = `nhveilig:${user}:${plan}:`;
  }

  /** False when the device keeps nothing: private mode, or full. */
  keep(id, text, version) {
    try {
      localStorage.setItem(this.prefix + id, JSON.stringify({ text, version, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  forget(id) {
    try {
      localStorage.removeItem(this.prefix + id);
    } catch {
      // Nothing was kept then.
    }
  }

  /** By field id: {text, version, at}. */
  all() {
    const found = new Map();
    try {
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith(this.prefix)))
        found.set(key.slice(this.prefix.length), JSON.parse(localStorage.getItem(key)));
    } catch {
      // A device that keeps nothing, or something else's leftovers.
    }
    return found;
  }
}
