// What was typed and is not stored yet, kept on this device per person, page and field until the server has it.

export const clock = (time) => new Date(time).toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");

/** Null where a browser refuses even to tell of it. */
function device() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

export class Drafts {
  /** `whole` names what is edited: a plan, a table, a form. */
  constructor({ user, whole, storage = device() }) {
    this.prefix = `nhveilig:${user}:${whole}:`;
    this.storage = storage;
  }

  /** False when the device keeps nothing: private mode, or full. */
  keep(id, text, version) {
    try {
      this.storage.setItem(this.prefix + id, JSON.stringify({ text, version, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  forget(id) {
    try {
      this.storage.removeItem(this.prefix + id);
    } catch {
      // Nothing was kept then.
    }
  }

  /** By field id: {text, version, at}. */
  all() {
    const found = new Map();
    try {
      for (const key of Object.keys(this.storage).filter((name) => name.startsWith(this.prefix)))
        found.set(key.slice(this.prefix.length), JSON.parse(this.storage.getItem(key)));
    } catch {
      // A device that keeps nothing, or something else's leftovers.
    }
    return found;
  }
}

// Texts that were not stored when the page was left ------------------------------

/** Each with what was typed, and the choice to put it back or throw it away. */
export function offerDrafts(place, fields, drafts, saving) {
  for (const [id, draft] of drafts.all()) {
    const field = fields.get(id);
    if (!field) continue;
    if (field.same(draft.text)) drafts.forget(id);
    else place.append(offer(field, draft, drafts, saving));
  }
}

function offer(field, draft, drafts, saving) {
  const box = document.createElement("div");
  box.className = "draft";
  const words = document.createElement("p");
  words.textContent = `Er staat nog niet-opgeslagen tekst van ${clock(draft.at)} op dit apparaat: ${field.fullLabel}.`;
  const shown = document.createElement("blockquote");
  shown.textContent = excerpt(field.words(draft.text));
  const actions = document.createElement("p");
  actions.className = "cluster";
  const act = (label, work) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "nl-button nl-button--secondary button--small", textContent: label });
    button.addEventListener("click", () => {
      box.remove();
      work();
    });
    actions.append(button);
  };
  act("Terugzetten", () => {
    field.unfold();
    // Of an older version: when somebody wrote here since, both texts are shown.
    field.version = Math.min(draft.version, field.version);
    field.show(draft.text);
    field.control.focus();
    saving.typed(field);
    saving.enqueue(field);
  });
  act("Weggooien", () => drafts.forget(field.id));
  box.append(words, shown, actions);
  return box;
}

function excerpt(html) {
  const text = new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
  return text.length > 200 ? `${text.slice(0, 200)}…` : text || "(leeg)";
}
