// Typing in a budget: what every grid does, and posts that come, move and go.

import { fill } from "../editing/dialogs.js";
import { get, NotLoggedIn, post } from "../editing/requests.js";
import { ANY, decimalsNeeded, formatNumber, signed, total } from "../figures/parsing.js";
import { Cell, Grid } from "../grid/grid.js";

const AMOUNT = { ...ANY, units: ["€"], decimals: 2 };
const AMOUNTS = new Set(["amount", "subtotal"]);
// What is made anew when rows came or went, and when only amounts changed.
const ROWS = ["tabellen", "nagekeken", "weggegooid"];
const CHECKS = ["nagekeken"];
const PAUSE = 1500;

const isNew = (cell) => cell.place.part.startsWith("new-");

class BudgetGrid extends Grid {
  cellOf(input, seen) {
    const [, part, field] = /^(.*)-([a-z_]+)$/.exec(input.id.replace("cel-", ""));
    return new Cell(input, seen, { place: { part, field }, bounds: AMOUNTS.has(field) ? AMOUNT : null });
  }

  read() {
    super.read();
    this.sums = [...this.form.querySelectorAll("[data-plus]")].map((output) => ({
      output, plus: keysIn(output.dataset.plus), minus: keysIn(output.dataset.minus), isDifference: "minus" in output.dataset,
    }));
  }

  listen() {
    super.listen();
    const menu = document.getElementById("rij");
    this.form.addEventListener("click", (event) => {
      const link = event.target.closest("[data-menu]");
      if (!link) return;
      event.preventDefault();
      this.openMenu(menu, link);
    });
    menu.addEventListener("click", (event) => this.act(menu, event.target.dataset?.act));
  }

  // A post that is not there yet ---------------------------------------------

  /** What is typed in the empty row of a group is stored once it has a name, all of it together. */
  typed(cell) {
    if (!isNew(cell)) return super.typed(cell);
    return this.drafts.keep(cell.id, cell.text, cell.version);
  }

  async send(cell, asked) {
    if (!isNew(cell)) return super.send(cell, asked);
    const { part } = cell.place;
    const changes = this.rowOf(part).filter((one) => one.text).map((one) => ({ ...one.place, version: 0, text: one.text }));
    const sent = new Map(changes.map((one) => [one.field, one.text]));
    const answer = await post(this.form.dataset.cellsUrl, { changes: JSON.stringify(changes) });
    this.steps.push(await this.added(answer, sent));
    return { text: "", version: 0, saved_at: answer.at };
  }

  rowOf(part) {
    return [...this.cells.values()].filter((cell) => cell.place.part === part);
  }

  /** What was typed meanwhile in the row that was empty goes along to the post it became. The way back. */
  async added({ added }, sent) {
    const parts = Object.entries(added);
    const moved = new Map();
    for (const [from, to] of parts)
      for (const cell of this.rowOf(from)) {
        const { field } = cell.place;
        if (cell.text !== (sent.get(field) ?? "")) moved.set(`${to}-${field}`, cell.text);
        cell.show("");
        this.drafts.forget(cell.id);
      }
    await this.renew(ROWS, new Map(parts));
    for (const [id, text] of moved) {
      const cell = this.cells.get(id);
      cell.show(text);
      super.typed(cell);
      if (document.activeElement !== cell.input) this.saving.enqueue(cell);
    }
    return () => this.takeBack(parts.map(([, to]) => to));
  }

  async takeBack(parts) {
    const names = parts.map((part) => this.urlsOf(part).name);
    for (const part of parts) await post(this.urlsOf(part).delete, {});
    await this.renew(ROWS);
    return `weer weg: ${names.join(", ")}`;
  }

  // The page made anew ---------------------------------------------------------

  /** What the server makes of it now; `renamed` are parts that have another key since. The focus stays where it was. */
  async renew(ids, renamed = new Map()) {
    const page = new DOMParser().parseFromString(await get(location.pathname), "text/html");
    if (!page.getElementById("tabellen")) throw new NotLoggedIn();
    const focused = document.activeElement;
    const [id, start, end] = [focused?.id ?? "", focused?.selectionStart, focused?.selectionEnd];
    const folds = [...this.form.querySelectorAll("details[open]")].map((fold) => fold.closest("section").id);
    for (const one of ids) document.getElementById(one).replaceWith(page.getElementById(one));
    if (!ids.includes("tabellen")) return;
    this.read();
    for (const one of folds) document.getElementById(one).querySelector("details")?.setAttribute("open", "");
    this.add();
    const now = [...renamed].reduce((found, [from, to]) => found.replace(`cel-${from}-`, `cel-${to}-`), id);
    const input = document.getElementById(now);
    if (!input || input === document.activeElement) return;
    input.focus();
    if (input.matches(".grid-input")) input.setSelectionRange(start, end);
  }

  /** The checks below the tables follow a moment after the amounts. */
  recheck() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.renew(CHECKS).catch(() => {}), PAUSE);
  }

  done(answer) {
    super.done(answer);
    this.recheck();
  }

  // Blocks ---------------------------------------------------------------------

  /** Posts only, from the one with the cell; behind the last one comes the empty row of its group, as often as it takes. */
  rowsFrom(cell) {
    const side = cell.input.closest("table");
    const rows = this.matrix.filter((row) => row.some((one) => one.input.closest("table") === side));
    const isPost = (row) => row.some((one) => /^(line|new)-/.test(one.place.part));
    const from = rows.findIndex((row) => row.includes(cell));
    if (!isPost(rows[from])) return rows.slice(from, from + 1);
    const posts = rows.slice(from).filter((row) => isPost(row) && !row.some(isNew));
    const last = rows[from].some(isNew) ? rows[from] : rows.filter((row) => row.some(isNew)).at(-1);
    return [...(rows[from].some(isNew) ? [] : posts), ...this.furtherRows(last)];
  }

  furtherRows(row) {
    return Array.from({ length: 500 }, (_, number) => row.map((cell) => ({
      place: { ...cell.place, part: `${cell.place.part}-${number + 1}` }, version: 0, id: "",
    })));
  }

  async blockStored(answer) {
    this.took(answer);
    const posts = Object.keys(answer.added).length;
    const takeBack = posts ? await this.added(answer, new Map()) : null;
    const edits = answer.cells.map((one) => one.edit).filter(Boolean);
    const ways = [takeBack, edits.length && (() => this.undoEdits(edits))].filter(Boolean);
    this.steps.push(async () => {
      const told = [];
      for (const back of ways) told.push(await back());
      return told.join("; ");
    });
    this.recheck();
    const words = [counted(posts, "nieuwe post", "nieuwe posten"), counted(edits.length, "cel", "cellen")];
    this.say(`${words.filter(Boolean).join(" en ")} opgeslagen om ${answer.at}`);
  }

  // Moving and deleting ----------------------------------------------------------

  urlsOf(part) {
    return document.querySelector(`[data-part="${part}"] [data-menu]`).dataset;
  }

  openMenu(menu, link) {
    this.chosen = link.closest("[data-part]").dataset.part;
    fill(menu, "name", link.dataset.name);
    fill(menu, "told", "");
    menu.querySelector("[data-act=change]").href = link.href;
    menu.showModal();
  }

  async act(menu, act) {
    const part = this.chosen;
    if (!["up", "down", "delete"].includes(act)) return;
    const { name, move, delete: remove, restore } = this.urlsOf(part);
    try {
      if (!(await this.saving.flush())) return void fill(menu, "told", "Sla eerst op wat nog niet is opgeslagen.");
      if (act === "delete") await this.remove(menu, { name, remove, restore });
      else await this.move(menu, { name, move, down: act === "down" });
    } catch (error) {
      this.blockFailed(error);
      fill(menu, "told", this.saving.status.textContent);
    }
  }

  async move(menu, { name, move, down }) {
    const towards = (way) => post(move, { richting: way ? "omlaag" : "omhoog" });
    await towards(down);
    this.steps.push(async () => {
      await towards(!down);
      await this.renew(ROWS);
      return `${name} staat weer waar het stond`;
    });
    await this.renew(ROWS);
    fill(menu, "told", `${name} is verplaatst.`);
    this.say(`${name} is verplaatst.`);
  }

  async remove(menu, { name, remove, restore }) {
    await post(remove, {});
    this.steps.push(async () => {
      await post(restore, {});
      await this.renew(ROWS);
      return `${name} staat weer in de begroting`;
    });
    menu.close();
    await this.renew(ROWS);
    this.say(`${name} is verwijderd. Met “Maak ongedaan” staat het er weer.`);
  }

  // Sums --------------------------------------------------------------------------

  /** An amount that is not there is not known yet. */
  figure(key) {
    const found = super.figure(key);
    return found?.kind === "blank" ? { value: null, kind: "undecided" } : found;
  }

  recompute(changed) {
    super.recompute(changed);
    for (const cell of this.totals) if (!cell.text) cell.note.textContent = "";
    this.add();
  }

  add() {
    for (const sum of this.sums) sum.output.textContent = sum.isDifference ? this.left(sum) : this.sumOf(sum.plus);
  }

  sumOf(keys) {
    const { value, open } = total(keys.map((key) => this.figure(key)));
    if (value === null) return open ? "n.t.b." : "0";
    return `${formatNumber(value, decimalsNeeded(value, 0))}${open ? ` (zonder ${open} n.t.b.)` : ""}`;
  }

  left({ plus, minus }) {
    const [first, second] = [plus, minus].map((keys) => total(keys.map((key) => this.figure(key))));
    if (first.open || second.open) return "n.t.b.";
    const value = (first.value ?? 0n) - (second.value ?? 0n);
    return signed(value, decimalsNeeded(value, 0));
  }
}

const counted = (number, one, more) => number && `${number} ${number === 1 ? one : more}`;
const keysIn = (text) => (text ?? "").split(" ").filter(Boolean);

const form = document.getElementById("begroting-bewerken");
if (form) new BudgetGrid(form, `begroting-${form.dataset.budget}`);
