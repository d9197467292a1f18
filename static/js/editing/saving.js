// Storing what is typed: one field at a time, the newest text of each, again and again until the server has it.

import { Queue } from "./queue.js";
import { Refused } from "./requests.js";

const PAUSE = 1000;
// What is said of how saving goes; a page may say it in its own way.
const WORDS = {
  saved: (field, at) => `Opgeslagen om ${at}`,
  login: "U bent niet meer ingelogd. Wat u typte staat nog op dit apparaat en is nog niet opgeslagen. Log in een nieuw tabblad in en druk dan hier op “Probeer opnieuw”.",
  connection: (place) => `Geen verbinding: uw tekst staat nog op ${place} en wordt opgeslagen zodra de verbinding terug is.`,
};

export class Saving {
  /** `fields` by id: each has its text, what is saved of it, its version, and ways to show what became of it (see
   * fields.js). `send` posts one, `ask` says what to do about a conflict, `logIn` what to do about a session that
   * is over. `pause` is how long after the last key a text is stored; null when only leaving the field stores it. */
  constructor({ fields, drafts, send, ask, logIn, told, words = {}, pause = PAUSE }) {
    Object.assign(this, { fields, drafts, send, ask, logIn, told, pause });
    this.words = { ...WORDS, ...words };
    this.status = document.getElementById("opslaan");
    this.trouble = document.getElementById("storing");
    this.timers = new Map();
    // What is red: it stays so while other fields are stored.
    this.notStored = new Set();
    this.queue = new Queue({
      save: (field) => (field.isChanged ? this.save(field) : undefined),
      refused: (field, error) => this.refused(field, error),
      halted: (why, field) => this.halted(why, field),
    });
    document.getElementById("opnieuw").addEventListener("click", () => this.queue.resume());
    window.addEventListener("online", () => this.queue.resume());
    window.addEventListener("beforeunload", (event) => {
      if (this.hasUnsaved) event.preventDefault();
    });
  }

  get hasUnsaved() {
    return [...this.fields.values()].some((field) => field.isChanged);
  }

  say(text) {
    this.status.textContent = text;
  }

  /** Never “opgeslagen” alone while something else is not. */
  sayStored(text) {
    const names = [...this.notStored].filter((field) => field.isChanged).map((field) => field.label);
    this.say(names.length ? `${text}. Nog niet opgeslagen: ${names.join(", ")}.` : text);
  }

  // Typing ------------------------------------------------------------------

  typed(field) {
    const { text } = field;
    if (text === field.saved) return this.forget(field);
    this.isKept = this.drafts.keep(field.id, text, field.version);
    clearTimeout(this.timers.get(field.id));
    if (this.pause !== null && !field.isStoredWhenLeft) this.timers.set(field.id, setTimeout(() => this.enqueue(field), this.pause));
    return undefined;
  }

  left(field) {
    if (!field.isChanged) return;
    if (!field.conflict) this.enqueue(field);
    // Another window or tab: one comes back to the text first.
    else if (document.hasFocus()) this.choose(field);
  }

  forget(field) {
    clearTimeout(this.timers.get(field.id));
    this.drafts.forget(field.id);
  }

  // The queue ---------------------------------------------------------------

  enqueue(field) {
    clearTimeout(this.timers.get(field.id));
    if (field.conflict) return;
    this.queue.put(field);
  }

  /** Whether everything typed is stored; tries once more what was refused before. */
  async flush() {
    this.queue.resume();
    for (const field of this.fields.values()) if (field.isChanged) this.enqueue(field);
    await this.queue.work();
    return !this.hasUnsaved;
  }

  async save(field) {
    const [sent, base] = [field.text, field.saved];
    field.mark("saving");
    this.say("Opslaan…");
    field.sent = sent;
    const answer = await this.send(field, { text: sent, base, version: field.version });
    field.accept(answer, sent);
    this.notStored.delete(field);
    field.mark(field.isChanged ? "waiting" : "saved");
    if (field.isChanged) this.typedOn(field);
    else this.forget(field);
    this.trouble.hidden = true;
    this.sayStored(this.words.saved(field, answer.saved_at));
    this.told(field, answer);
  }

  /** Over the text that was on its way. */
  typedOn(field) {
    this.typed(field);
    if (this.pause === null && !field.control.contains(document.activeElement)) this.enqueue(field);
  }

  refused(field, error) {
    if (!(error instanceof Refused)) throw error;
    this.notStored.add(field);
    if (error.conflicts.length) return this.conflicts(field, error.conflicts[0], field.sent);
    const message = error.problems[0]?.message || error.message || "Dit kan niet worden opgeslagen.";
    field.mark("refused", message);
    this.say(`${field.label}: niet opgeslagen. ${message}`);
    return undefined;
  }

  // Two texts ---------------------------------------------------------------

  /** The question waits until one leaves the field: a dialog would take the words one is typing. */
  async conflicts(field, found, sent) {
    field.conflict = { found, sent };
    field.mark("conflict", `${who(found)} wijzigde dit ook. Uw tekst is nog niet opgeslagen.`);
    this.say(`${field.label}: niet opgeslagen, er zijn twee teksten.`);
    this.addChoice(field);
    if (!field.control.contains(document.activeElement)) await this.choose(field);
  }

  /** Who decides later finds the question again beside the field. */
  addChoice(field) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "nl-button nl-button--secondary button--small", textContent: "Vergelijk en kies" });
    button.addEventListener("click", () => this.choose(field));
    document.getElementById(`fout-${field.id}`).append(" ", button);
  }

  async choose(field) {
    if (document.querySelector("dialog[open]") || !field.conflict) return;
    const { found, sent } = field.conflict;
    if (field.text !== sent) {
      // Typed on since: asked again, so that the combination has those words too.
      delete field.conflict;
      this.enqueue(field);
      return;
    }
    const { choice, text } = await this.ask(field, found);
    if (!choice) return;
    delete field.conflict;
    field.version = found.version;
    field.saved = found.theirs;
    if (choice === "theirs") field.take({ text: found.theirs, version: found.version });
    if (choice === "combined") field.show(text);
    field.mark("");
    field.control.focus();
    if (choice === "theirs") {
      this.forget(field);
      this.say(`${field.label}: de tekst van ${found.same_person ? "uw andere venster" : found.changed_by} blijft staan.`);
    } else {
      this.typed(field);
      this.enqueue(field);
    }
  }

  // When the server cannot be reached ---------------------------------------

  halted(why, field) {
    field.mark("waiting");
    this.say("");
    this.trouble.dataset.why = why;
    this.trouble.hidden = false;
    document.getElementById("storing-tekst").textContent = why === "login"
      ? this.words.login
      : this.words.connection(this.isKept === false ? "deze pagina" : "dit apparaat");
    if (why === "login") this.logIn().then((again) => again && this.queue.resume());
  }
}

export const who = (found) => (found.same_person ? "U (in een ander venster)" : found.changed_by);
