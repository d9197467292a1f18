// Typing in a strength table as in a spreadsheet. Without this script the page is a form with one button.

import { Drafts, offerDrafts } from "../editing/drafts.js";
import { NoConnection, NotLoggedIn, Refused, post } from "../editing/requests.js";
import { Saving } from "../editing/saving.js";
import { askBlock, askConflict } from "./dialogs.js";
import { decimalsNeeded, formatNumber, FTE, parseFigure, total } from "../figures/parsing.js";
import { moveWith } from "./moving.js";
import { isBlock, rowsFrom } from "./pasting.js";
import { outcome, sumsFrom } from "./sums.js";

const WORDS = {
  saved: (cell, at) => `${cell.label}: opgeslagen om ${at}`,
  login: "U bent niet meer ingelogd, of u mag deze tabel niet meer wijzigen. Wat u typte staat nog op dit apparaat, maar is nog niet opgeslagen. Log in een nieuw tabblad in en druk dan hier op “Probeer opnieuw”.",
  connection: (place) => `Er is geen verbinding. Wat u typte staat nog op ${place} en wordt opgeslagen zodra de verbinding er weer is.`,
};

/** An input of the table, as editing/saving.js wants a field. */
class Cell {
  constructor(input, [version, text], { bounds, decimals }) {
    this.input = input;
    this.bounds = bounds;
    this.decimals = decimals;
    this.id = input.id.replace("cel-", "");
    [this.row, this.category] = this.id.split("-");
    this.label = input.getAttribute("aria-label");
    this.kind = "figure";
    this.version = version;
    this.saved = text;
    this.note = input.closest("td").querySelector(".grid-sum");
    this.sums = sumsFrom(this.note?.dataset.sums ?? "");
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
    const { input } = this;
    const place = input.closest("td");
    place.dataset.state = state;
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

class Grid {
  constructor(form) {
    this.form = form;
    // What each column is in, how precise a figure in it may be, and how many decimals it shows.
    const columns = [...form.querySelectorAll("thead th[data-unit]")].map(({ dataset }) =>
      ({ bounds: { ...FTE, units: [dataset.unit], decimals: Number(dataset.most) }, decimals: Number(dataset.decimals) }));
    this.undoButton = form.querySelector("[data-act=undo]");
    const seen = JSON.parse(form.elements.gezien.value);
    this.matrix = [...form.querySelectorAll("tbody tr")].map((row) =>
      [...row.querySelectorAll(".grid-input")].map((input, place) =>
        new Cell(input, seen[input.id.replace("cel-", "")], columns[place])));
    this.cells = new Map(this.matrix.flat().map((cell) => [cell.id, cell]));
    this.totals = [...this.cells.values()].filter((cell) => cell.sums.length);
    this.steps = [];
    this.drafts = new Drafts({ user: document.body.dataset.user, whole: `sterkte-${form.dataset.table}` });
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

  listen() {
    const { form } = this;
    for (const part of form.querySelectorAll("[data-with-script]")) part.hidden = part.dataset.withScript !== "show";
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("focusin", (event) => event.target.matches(".grid-input") && event.target.select());
    form.addEventListener("focusout", (event) => this.withCell(event, (cell) => this.saving.left(cell)));
    form.addEventListener("input", (event) => this.withCell(event, (cell) => this.typed(cell)));
    form.addEventListener("keydown", (event) => this.withCell(event, (cell) => this.press(event, cell)));
    form.addEventListener("paste", (event) => this.withCell(event, (cell) => this.paste(event, cell)));
    this.undoButton.addEventListener("click", () => this.undo());
    form.querySelector("[data-act=sums]").addEventListener("click", () => this.takeSums());
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

  async send({ row, category }, { text, version }) {
    const answer = await post(this.form.dataset.cellUrl, { row, category, version, text, reason: this.reason });
    this.done(answer);
    return { ...answer.cells[0], saved_at: answer.at };
  }

  get reason() {
    return this.form.elements.reason.value;
  }

  /** What can be undone as one step. */
  done(answer) {
    const edits = answer.cells.map((one) => one.edit).filter(Boolean);
    if (edits.length) this.steps.push(edits);
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
        const answer = await post(this.form.dataset.cellsUrl, this.fields(changes, false));
        this.done(answer);
        this.took(answer);
        this.say(`${answer.cells.length} cijfers opgeslagen om ${answer.at}`);
      }
    } catch (error) {
      this.blockFailed(error);
    }
  }

  /** Asks until the reader agrees or stops. What others changed meanwhile is shown, and then overruled knowingly. */
  async agreed(title, changes, problems) {
    try {
      const { cells } = await post(this.form.dataset.cellsUrl, this.fields(changes, true));
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
      const { cells } = await post(this.form.dataset.undoUrl, fields);
      this.steps.pop();
      this.took({ cells });
      this.say(`Ongedaan gemaakt: ${cells.map((one) => `${one.where} is weer ${one.text || "leeg"}`).join("; ")}`);
    } catch (error) {
      if (error instanceof Refused && error.status === 409) this.steps.pop();
      this.blockFailed(error);
    }
    return undefined;
  }

  // Sums --------------------------------------------------------------------

  figure(key) {
    const { input, bounds } = this.cells.get(key);
    return parseFigure(input.value, bounds);
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

  /** Totals follow from other totals, so look until nothing changes any more. */
  takeSums() {
    const figures = new Map([...this.cells.keys()].map((key) => [key, this.figure(key)]));
    const changes = new Map();
    for (let round = 0, again = true; again && round < 6; round += 1) {
      again = false;
      for (const cell of this.totals) {
        const { value, open } = total(cell.sums[0].parts.map((key) => figures.get(key)));
        if (cell.note.dataset.state === "explained" || open || value === null || figures.get(cell.id)?.value === value) continue;
        figures.set(cell.id, { value, kind: "exact" });
        changes.set(cell, formatNumber(value, decimalsNeeded(value, cell.decimals)));
        again = true;
      }
    }
    if (changes.size) this.saveBlock("Sommen overnemen: dit verandert er", changes);
    else this.say("Elk totaal is al de som van zijn delen.");
  }
}

const form = document.getElementById("tabel-bewerken");
if (form) new Grid(form);
