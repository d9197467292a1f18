// Typing in a strength table as in a spreadsheet. Without this script the page is a form with one button.

import { askBlock, askConflict } from "./dialogs.js";
import { decimalsNeeded, formatNumber, FTE, parseFigure, total } from "../figures/parsing.js";
import { moveWith } from "./moving.js";
import { isBlock, rowsFrom } from "./pasting.js";
import { NoConnection, NotLoggedIn, Refused, Requests } from "./requests.js";
import { outcome, sumsFrom } from "./sums.js";

const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
// How saving a cell ends: after the last the queue waits.
const [SAVED, REFUSED, HALTED] = ["saved", "refused", "halted"];

class Cell {
  constructor(input, [version, text]) {
    this.input = input;
    this.key = input.id.replace("cel-", "");
    [this.row, this.category] = this.key.split("-");
    this.label = input.getAttribute("aria-label");
    this.version = version;
    this.saved = text;
    this.note = input.closest("td").querySelector(".grid-sum");
    this.sums = sumsFrom(this.note?.dataset.sums ?? "");
  }

  get isChanged() {
    return this.input.value.trim() !== this.saved;
  }

  show(state, message = "") {
    const { input } = this;
    const place = input.closest("td");
    place.dataset.state = state;
    document.getElementById(`fout-${this.key}`)?.remove();
    input.removeAttribute("aria-invalid");
    const described = [this.note?.id, message && `fout-${this.key}`].filter(Boolean).join(" ");
    if (described) input.setAttribute("aria-describedby", described);
    else input.removeAttribute("aria-describedby");
    if (!message) return;
    const error = document.createElement("span");
    Object.assign(error, { id: `fout-${this.key}`, className: "grid-error", textContent: message });
    input.setAttribute("aria-invalid", "true");
    input.after(error);
  }

  accept({ text, version }, sent = this.input.value) {
    this.version = version;
    this.saved = text;
    if (this.input.value !== sent) return;
    this.input.value = text;
    if (document.activeElement === this.input) this.input.select();
  }
}

class Grid {
  constructor(form) {
    this.form = form;
    this.requests = new Requests(form);
    this.decimals = Number(form.dataset.decimals);
    this.bounds = { ...FTE, decimals: this.decimals };
    this.status = document.getElementById("opslaan");
    this.trouble = document.getElementById("storing");
    this.undoButton = form.querySelector("[data-act=undo]");
    const seen = JSON.parse(form.elements.gezien.value);
    this.matrix = [...form.querySelectorAll("tbody tr")].map((row) =>
      [...row.querySelectorAll(".grid-input")].map((input) => new Cell(input, seen[input.id.replace("cel-", "")])));
    this.cells = new Map(this.matrix.flat().map((cell) => [cell.key, cell]));
    this.totals = [...this.cells.values()].filter((cell) => cell.sums.length);
    this.queue = new Set();
    this.steps = [];
    this.retryAfter = FIRST_RETRY;
    this.listen();
    this.matrix.flat().filter((cell) => cell.isChanged).forEach((cell) => this.recompute(cell));
  }

  listen() {
    const { form } = this;
    for (const part of form.querySelectorAll("[data-with-script]")) part.hidden = part.dataset.withScript !== "show";
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("focusin", (event) => event.target.matches(".grid-input") && event.target.select());
    form.addEventListener("focusout", (event) => this.withCell(event, (cell) => this.leave(cell)));
    form.addEventListener("input", (event) => this.withCell(event, (cell) => this.recompute(cell)));
    form.addEventListener("keydown", (event) => this.withCell(event, (cell) => this.press(event, cell)));
    form.addEventListener("paste", (event) => this.withCell(event, (cell) => this.paste(event, cell)));
    this.undoButton.addEventListener("click", () => this.undo());
    form.querySelector("[data-act=sums]").addEventListener("click", () => this.takeSums());
    document.getElementById("opnieuw").addEventListener("click", () => this.resume());
    window.addEventListener("online", () => this.resume());
    window.addEventListener("beforeunload", (event) => {
      if (this.queue.size || [...this.cells.values()].some((cell) => cell.isChanged)) event.preventDefault();
    });
  }

  withCell(event, act) {
    const cell = this.cells.get(event.target.id?.replace("cel-", ""));
    if (cell) act(cell);
  }

  say(text) {
    this.status.textContent = text;
  }

  // Typing ----------------------------------------------------------------

  press(event, cell) {
    if (event.key === "Escape") return this.restore(event, cell);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey) {
      if (cell.isChanged) return undefined;
      event.preventDefault();
      return this.undo();
    }
    if (event.key === "Enter") this.leave(cell);
    return moveWith(event, this.matrix.map((row) => row.map((one) => one.input)));
  }

  restore(event, cell) {
    event.preventDefault();
    this.queue.delete(cell.key);
    cell.input.value = cell.saved;
    cell.input.select();
    cell.show("");
    this.recompute(cell);
    this.say(`${cell.label}: weer ${cell.saved || "leeg"}, niets veranderd.`);
  }

  leave(cell) {
    if (!cell.isChanged || this.queue.has(cell.key)) return;
    cell.show("waiting");
    this.queue.add(cell.key);
    this.work();
  }

  // Saving, one cell at a time ---------------------------------------------

  async work() {
    if (this.busy || this.halted) return;
    this.busy = true;
    for (const key of this.queue) {
      const cell = this.cells.get(key);
      const ended = await this.save(cell);
      if (ended === HALTED) break;
      this.queue.delete(key);
      // Typed over while the earlier text was on its way.
      if (ended === SAVED && cell.isChanged && document.activeElement !== cell.input) this.queue.add(key);
    }
    this.busy = false;
    if (this.queue.size && !this.halted) this.work();
  }

  async save(cell) {
    const sent = cell.input.value;
    cell.show("saving");
    try {
      const { row, category, version } = cell;
      const answer = await this.requests.post(this.form.dataset.cellUrl, { row, category, version, text: sent, reason: this.reason });
      this.took(answer, sent);
      this.say(`${cell.label}: opgeslagen om ${answer.at}`);
      this.calm();
    } catch (error) {
      return this.failed(error, cell);
    }
    return SAVED;
  }

  get reason() {
    return this.form.elements.reason.value;
  }

  took(answer, sent) {
    const edits = answer.cells.map((one) => one.edit).filter(Boolean);
    for (const one of answer.cells) {
      const cell = this.cells.get(one.key);
      cell.accept(one, sent ?? cell.input.value);
      cell.show("saved");
      this.recompute(cell);
    }
    if (edits.length) this.steps.push(edits);
  }

  failed(error, cell) {
    if (error instanceof NoConnection) return this.halt("connection", cell);
    if (error instanceof NotLoggedIn) return this.halt("login", cell);
    if (!(error instanceof Refused)) throw error;
    if (error.conflicts.length) this.conflict(cell, error.conflicts[0]);
    else this.refuse(cell, error.problems[0]?.message ?? error.message);
    return REFUSED;
  }

  refuse(cell, message) {
    cell.show("refused", message);
    this.say(`${cell.label}: niet opgeslagen. ${message}`);
  }

  async conflict(cell, found) {
    const now = { text: found.theirs, version: found.version };
    cell.show("conflict", `${found.changed_by} maakte hier “${found.theirs || "leeg"}” van; u typte “${found.mine || "leeg"}”.`);
    this.say(`${found.where}: niet opgeslagen, iemand anders heeft dit cijfer gewijzigd.`);
    const answer = document.querySelector("dialog[open]") ? "" : await askConflict(found);
    if (!answer) return;
    if (answer === "theirs") cell.input.value = found.theirs;
    cell.accept(now, answer === "theirs" ? found.theirs : null);
    cell.show("");
    this.recompute(cell);
    cell.input.focus();
    if (answer === "mine") this.leave(cell);
    else this.say(`${cell.label}: ${found.theirs || "leeg"} van ${found.changed_by} blijft staan.`);
  }

  // When the server cannot be reached ----------------------------------------

  halt(why, cell) {
    this.halted = why;
    cell.show("waiting");
    this.trouble.dataset.why = why;
    this.trouble.hidden = false;
    this.say("");
    document.getElementById("storing-tekst").textContent = why === "login"
      ? "U bent niet meer ingelogd, of u mag deze tabel niet meer wijzigen. Wat u typte staat nog op deze pagina, maar is nog niet opgeslagen. Log in een nieuw tabblad in en druk dan hier op “Probeer opnieuw”."
      : "Er is geen verbinding. Wat u typte staat nog op deze pagina en wordt opgeslagen zodra de verbinding er weer is.";
    if (why === "connection") {
      this.timer = setTimeout(() => this.resume(), this.retryAfter);
      this.retryAfter = Math.min(this.retryAfter * 2, LAST_RETRY);
    }
    return HALTED;
  }

  resume() {
    if (!this.halted) return;
    clearTimeout(this.timer);
    this.halted = "";
    this.work();
  }

  calm() {
    this.retryAfter = FIRST_RETRY;
    this.trouble.hidden = true;
  }

  // Several cells at once ---------------------------------------------------

  paste(event, cell) {
    const text = event.clipboardData.getData("text/plain");
    if (!isBlock(text)) return;
    event.preventDefault();
    const rows = rowsFrom(text);
    const top = this.matrix.findIndex((row) => row.includes(cell));
    const left = this.matrix[top].indexOf(cell);
    const changes = new Map();
    let outside = 0;
    rows.forEach((texts, down) => texts.forEach((one, right) => {
      const target = this.matrix[top + down]?.[left + right];
      if (target) changes.set(target, one);
      else outside += 1;
    }));
    const problems = outside ? [`Het blok is ${rows.length} rijen hoog en ${Math.max(...rows.map((row) => row.length))} kolommen breed en past hier niet: ${outside} cellen vallen buiten de tabel. Begin hoger of meer naar links, of kopieer een kleiner blok.`] : [];
    this.saveBlock("Plakken: dit verandert er", changes, problems);
  }

  fields(changes, preview) {
    const cells = [...changes].map(([{ row, category, version }, text]) => ({ row, category, version, text }));
    return { changes: JSON.stringify(cells), reason: this.reason, ...(preview && { preview: "on" }) };
  }

  async saveBlock(title, changes, problems = []) {
    try {
      if (await this.agreed(title, changes, problems)) {
        const answer = await this.requests.post(this.form.dataset.cellsUrl, this.fields(changes, false));
        for (const one of answer.cells) this.cells.get(one.key).input.value = one.text;
        this.took(answer);
        this.say(`${answer.cells.length} cijfers opgeslagen om ${answer.at}`);
        this.calm();
      }
    } catch (error) {
      this.blockFailed(error);
    }
  }

  /** Asks until the reader agrees or stops. What others changed meanwhile is shown, and then overruled knowingly. */
  async agreed(title, changes, problems) {
    try {
      const { cells } = await this.requests.post(this.form.dataset.cellsUrl, this.fields(changes, true));
      if (!cells.length && !problems.length) {
        this.say("Dit staat al zo in de tabel: er verandert niets.");
        return false;
      }
      return askBlock({ title, problems, conflicts: [], lines: cells.map((one) => [one.where, one.old, one.text]) });
    } catch (error) {
      if (!(error instanceof Refused) || !(error.problems.length || error.conflicts.length)) throw error;
      const wrong = [...problems, ...error.problems.map((one) => `${one.where}: ${one.message}`)];
      const lines = error.conflicts.map((one) => [one.where, one.theirs, one.mine]);
      if (!(await askBlock({ title, problems: wrong, conflicts: error.conflicts, lines }))) return false;
      for (const one of error.conflicts) this.cells.get(one.key).version = one.version;
      return this.agreed(title, changes, problems);
    }
  }

  blockFailed(error) {
    if (error instanceof NoConnection) this.say("Er is geen verbinding. Er is niets opgeslagen; probeer het zo nog eens.");
    else if (error instanceof NotLoggedIn) this.say("U bent niet meer ingelogd. Er is niets opgeslagen. Log in een nieuw tabblad in en probeer het opnieuw.");
    else if (error instanceof Refused) this.say(error.message || "Niet opgeslagen: iemand wijzigde dit intussen. Probeer het opnieuw.");
    else throw error;
  }

  async undo() {
    const edits = this.steps.at(-1);
    if (!edits) return this.say("Sinds u deze pagina opende is er niets om ongedaan te maken. Kijk bij Wijzigingen voor eerdere.");
    try {
      const fields = [...edits.map((edit) => ["edits", edit]), ["reason", this.reason]];
      const { cells } = await this.requests.post(this.form.dataset.undoUrl, fields);
      this.steps.pop();
      for (const one of cells) {
        const cell = this.cells.get(one.key);
        cell.input.value = one.text;
        cell.accept(one);
        cell.show("saved");
        this.recompute(cell);
      }
      this.say(`Ongedaan gemaakt: ${cells.map((one) => `${one.where} is weer ${one.text || "leeg"}`).join("; ")}`);
    } catch (error) {
      if (error instanceof Refused && error.status === 409) this.steps.pop();
      this.blockFailed(error);
    }
    return undefined;
  }

  // Sums --------------------------------------------------------------------

  figure(key) {
    return parseFigure(this.cells.get(key).input.value, this.bounds);
  }

  recompute(changed) {
    for (const cell of this.totals) {
      if (cell !== changed && !cell.sums.some((sum) => sum.parts.includes(changed.key))) continue;
      const sums = cell.sums.map(({ label, parts }) => ({ label, figures: parts.map((key) => this.figure(key)) }));
      const { words, state } = outcome(this.figure(cell.key), sums, this.decimals, cell.note.dataset.explained);
      cell.note.textContent = words;
      cell.note.dataset.state = state;
    }
  }

  /** Totals follow from other totals, so look until nothing changes any more. */
  takeSums() {
    const figures = new Map([...this.cells.keys()].map((key) => [key, this.figure(key)]));
    const changes = new Map();
    for (let round = 0, again = true; again && round < 6; round += 1) {
      again = false;
      for (const cell of this.totals) {
        const { value, open } = total(cell.sums[0].parts.map((key) => figures.get(key)));
        if (cell.note.dataset.state === "explained" || open || value === null || figures.get(cell.key)?.value === value) continue;
        figures.set(cell.key, { value, kind: "exact" });
        changes.set(cell, formatNumber(value, decimalsNeeded(value, this.decimals)));
        again = true;
      }
    }
    if (changes.size) this.saveBlock("Sommen overnemen: dit verandert er", changes);
    else this.say("Elk totaal is al de som van zijn delen.");
  }
}

const form = document.getElementById("tabel-bewerken");
if (form) new Grid(form);
