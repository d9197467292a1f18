// Typing in a table as in a spreadsheet, whatever it holds. Without a script the page is a form with one button.

import { Drafts, offerDrafts } from "../editing/drafts.js";
import { NoConnection, NotLoggedIn, Refused, post } from "../editing/requests.js";
import { Saving } from "../editing/saving.js";
import { parseFigure } from "../figures/parsing.js";
import { outcome, sumsFrom } from "../figures/sums.js";
import { isBlock, rowsFrom } from "./blocks.js";
import { askBlock, askConflict } from "./dialogs.js";
import { moveWith } from "./moving.js";

const WORDS = {
  saved: (cell, at) => `${cell.label}: opgeslagen om ${at}`,
  login: "U bent niet meer ingelogd, of u mag deze tabel niet meer wijzigen. Wat u typte staat nog op dit apparaat, maar is nog niet opgeslagen. Log in een nieuw tabblad in en druk dan hier op “Probeer opnieuw”.",
  connection: (place) => `Er is geen verbinding. Wat u typte staat nog op ${place} en wordt opgeslagen zodra de verbinding er weer is.`,
};

/** An input of the table, as editing/saving.js wants a field. */
export class Cell {
  /** `place` names it to the server; of a figure `bounds` say what it may be, and `decimals` how many a sum shows. */
  constructor(input, [version, text], { place, bounds = null, decimals = 0 }) {
    Object.assign(this, { version, saved: text, place, bounds, decimals, kind: "figure", marked: [""] });
    this.id = input.id.replace("cel-", "");
    this.bind(input);
  }

  bind(input) {
    this.input = input;
    this.label = input.getAttribute("aria-label");
    this.frame = input.closest("td, th");
    this.note = this.frame.querySelector(".grid-sum");
    this.sums = sumsFrom(this.note?.dataset.sums ?? "");
  }

  /** The page was made anew around it: what was typed and not stored stays. */
  renew(input, [version, text]) {
    const [typed, isChanged] = [this.text, this.isChanged];
    this.bind(input);
    if (isChanged) {
      this.show(typed);
      this.mark(...this.marked);
    } else Object.assign(this, { version, saved: text });
  }

  get text() {
    return this.input.value.trim();
  }

  get control() {
    return this.input;
  }

  get fullLabel() {
    return this.label;
  }

  get isChanged() {
    return this.text !== this.saved;
  }

  same(text) {
    return this.text === text;
  }

  words(text) {
    return text;
  }

  unfold() {}

  mark(state, message = "") {
    const { input, frame } = this;
    this.marked = [state, message];
    frame.dataset.state = state;
    document.getElementById(`fout-${this.id}`)?.remove();
    input.removeAttribute("aria-invalid");
    const described = [this.note?.id, message && `fout-${this.id}`].filter(Boolean).join(" ");
    if (described) input.setAttribute("aria-describedby", described);
    else input.removeAttribute("aria-describedby");
    if (!message) return;
    const error = document.createElement("span");
    Object.assign(error, { id: `fout-${this.id}`, className: "grid-error", textContent: message });
    input.setAttribute("aria-invalid", "true");
    input.after(error);
  }

  accept({ text, version }, sent = this.text) {
    this.version = version;
    this.saved = text;
    if (this.text !== sent) return;
    this.show(text);
    if (document.activeElement === this.input) this.input.select();
  }

  take({ text, version }) {
    this.show(text);
    this.version = version;
    this.saved = text;
  }

  show(text) {
    this.input.value = text;
  }
}

/** The addresses stand on the form: data-cell-url, data-cells-url and data-undo-url. A table of its own kind says what
 * an input is (`cellOf`), and what goes along with every save (`extra`). */
export class Grid {
  constructor(form, whole) {
    this.form = form;
    this.cells = new Map();
    this.steps = [];
    this.read();
    this.drafts = new Drafts({ user: document.body.dataset.user, whole });
    this.saving = new Saving({
      fields: this.cells,
      drafts: this.drafts,
      send: (cell, asked) => this.send(cell, asked),
      ask: (cell, found) => askConflict(found),
      logIn: async () => false,
      told: (cell) => this.recompute(cell),
      words: WORDS,
      pause: null,
    });
    this.listen();
    offerDrafts(document.getElementById("concepten"), this.cells, this.drafts, this.saving);
    this.matrix.flat().filter((cell) => cell.isChanged).forEach((cell) => this.recompute(cell));
  }

  /** The cells as they stand in the page, row by row and at their place in the row. */
  read() {
    const seen = JSON.parse(this.form.elements.gezien.value);
    const known = new Map(this.cells);
    this.cells.clear();
    this.matrix = [...this.form.querySelectorAll("tbody tr")].map((row) => {
      const cells = [];
      for (const input of row.querySelectorAll(".grid-input")) {
        const id = input.id.replace("cel-", "");
        const cell = known.get(id) ?? this.cellOf(input, seen[id]);
        if (known.has(id)) cell.renew(input, seen[id]);
        this.cells.set(id, cell);
        cells[cell.frame.cellIndex] = cell;
      }
      return cells;
    });
    this.totals = [...this.cells.values()].filter((cell) => cell.sums.length);
    for (const part of this.form.querySelectorAll("[data-with-script]")) part.hidden = part.dataset.withScript !== "show";
  }

  get extra() {
    return {};
  }

  listen() {
    const { form } = this;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("focusin", (event) => event.target.matches(".grid-input") && event.target.select());
    form.addEventListener("focusout", (event) => this.withCell(event, (cell) => this.saving.left(cell)));
    form.addEventListener("input", (event) => this.withCell(event, (cell) => this.typed(cell)));
    form.addEventListener("keydown", (event) => this.withCell(event, (cell) => this.press(event, cell)));
    form.addEventListener("paste", (event) => this.withCell(event, (cell) => this.paste(event, cell)));
    form.querySelector("[data-act=undo]").addEventListener("click", () => this.undo());
  }

  withCell(event, act) {
    const cell = this.cells.get(event.target.id?.replace("cel-", ""));
    if (cell) act(cell);
  }

  say(text) {
    this.saving.say(text);
  }

  // Typing ----------------------------------------------------------------

  typed(cell) {
    this.recompute(cell);
    this.saving.typed(cell);
  }

  press(event, cell) {
    if (event.key === "Escape") return this.restore(event, cell);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey) {
      if (cell.isChanged) return undefined;
      event.preventDefault();
      return this.undo();
    }
    if (event.key === "Enter") this.saving.left(cell);
    return moveWith(event, this.matrix.map((row) => row.map((one) => one.input)));
  }

  restore(event, cell) {
    event.preventDefault();
    delete cell.conflict;
    this.saving.queue.drop(cell);
    cell.show(cell.saved);
    cell.input.select();
    cell.mark("");
    this.saving.forget(cell);
    this.recompute(cell);
    this.say(`${cell.label}: weer ${cell.saved || "leeg"}, niets veranderd.`);
  }

  // Saving, one cell at a time ---------------------------------------------

  async send(cell, { text, version }) {
    const answer = await post(this.form.dataset.cellUrl, { ...cell.place, version, text, ...this.extra });
    this.done(answer);
    const followed = answer.totals?.find(({ key }) => key === cell.id);
    return { ...answer.cells[0], ...followed, saved_at: answer.at };
  }

  /** What can be undone as one step. */
  done(answer) {
    const edits = answer.cells.map((one) => one.edit).filter(Boolean);
    if (edits.length) this.steps.push(() => this.undoEdits(edits));
  }

  /** What stands in these cells now. */
  took(answer) {
    for (const one of answer.cells) {
      const cell = this.cells.get(one.key);
      cell.take(one);
      cell.mark("saved");
      this.saving.forget(cell);
      this.recompute(cell);
    }
  }

  // Several cells at once ---------------------------------------------------

  /** The rows that a block fills which is pasted in this cell. */
  rowsFrom(cell) {
    return this.matrix.slice(this.matrix.findIndex((row) => row.includes(cell)));
  }

  paste(event, cell) {
    const text = event.clipboardData.getData("text/plain");
    if (!isBlock(text)) return;
    event.preventDefault();
    const rows = rowsFrom(text);
    const places = this.rowsFrom(cell);
    const changes = new Map();
    let outside = 0;
    rows.forEach((texts, down) => texts.forEach((one, right) => {
      const target = places[down]?.[cell.frame.cellIndex + right];
      if (target) changes.set(target, one);
      else outside += 1;
    }));
    const problems = outside ? [`Het blok is ${rows.length} rijen hoog en ${Math.max(...rows.map((row) => row.length))} kolommen breed en past hier niet: ${outside} cellen vallen buiten de tabel. Begin hoger of meer naar links, of kopieer een kleiner blok.`] : [];
    this.saveBlock("Plakken: dit verandert er", changes, problems);
  }

  fields(changes, preview) {
    const cells = [...changes].map(([{ place, version }, text]) => ({ ...place, version, text }));
    return { changes: JSON.stringify(cells), ...this.extra, ...(preview && { preview: "on" }) };
  }

  async saveBlock(title, changes, problems = []) {
    try {
      if (await this.agreed(title, changes, problems)) {
        const answer = await post(this.form.dataset.cellsUrl, this.fields(changes, false));
        await this.blockStored(answer);
      }
    } catch (error) {
      this.blockFailed(error);
    }
  }

  async blockStored(answer) {
    this.done(answer);
    this.took(answer);
    this.say(`${answer.cells.length} cijfers opgeslagen om ${answer.at}`);
  }

  /** Asks until the reader agrees or stops. What others changed meanwhile is shown, and then overruled knowingly. */
  async agreed(title, changes, problems) {
    try {
      const { cells, totals = [] } = await post(this.form.dataset.cellsUrl, this.fields(changes, true));
      if (!cells.length && !problems.length) {
        this.say("Dit staat al zo in de tabel: er verandert niets.");
        return false;
      }
      return askBlock({ title, problems, conflicts: [], lines: [...cells, ...totals].map((one) => [one.where, one.old, one.text]) });
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

  /** Each step says in words what it put back. */
  async undo() {
    const step = this.steps.at(-1);
    if (!step) return this.say("Sinds u deze pagina opende is er niets om ongedaan te maken. Kijk bij Wijzigingen voor eerdere.");
    try {
      const words = await step();
      this.steps.pop();
      this.say(`Ongedaan gemaakt: ${words}`);
    } catch (error) {
      if (error instanceof Refused && error.status === 409) this.steps.pop();
      this.blockFailed(error);
    }
    return undefined;
  }

  async undoEdits(edits) {
    const fields = [...edits.map((edit) => ["edits", edit]), ...Object.entries(this.extra)];
    const answer = await post(this.form.dataset.undoUrl, fields);
    this.took(answer);
    return answer.cells.map((one) => `${one.where} is weer ${one.text || "leeg"}`).join("; ");
  }

  // Sums --------------------------------------------------------------------

  figure(key) {
    const { text, bounds } = this.cells.get(key);
    return parseFigure(text, bounds);
  }

  recompute(changed) {
    for (const cell of this.totals) {
      if (cell !== changed && !cell.sums.some((sum) => sum.parts.includes(changed.id))) continue;
      const sums = cell.sums.map(({ label, parts }) => ({ label, figures: parts.map((key) => this.figure(key)) }));
      const { words, state } = outcome(this.figure(cell.id), sums, cell.decimals, cell.note.dataset.explained);
      cell.note.textContent = words;
      cell.note.dataset.state = state;
    }
  }
}
