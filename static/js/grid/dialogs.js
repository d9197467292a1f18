// The two questions the page can ask: which of two figures counts, and whether to take over a whole block.

import { answerOf, fill } from "../editing/dialogs.js";

/** {choice}: "mine", "theirs", or "" for later. Of two figures there is nothing to combine. */
export async function askConflict(conflict) {
  const dialog = document.getElementById("botsing");
  fill(dialog, "where", conflict.where);
  fill(dialog, "who", conflict.changed_by);
  fill(dialog, "when", conflict.changed_at ? ` om ${conflict.changed_at}` : "");
  fill(dialog, "theirs", conflict.theirs || "leeg");
  fill(dialog, "mine", conflict.mine || "leeg");
  return { choice: await answerOf(dialog) };
}

function row(cells) {
  const line = document.createElement("tr");
  cells.forEach((text, index) => {
    const cell = document.createElement(index ? "td" : "th");
    if (!index) cell.scope = "row";
    else cell.className = "numeric";
    cell.textContent = text || "leeg";
    line.append(cell);
  });
  return line;
}

function item(text) {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}

/** Whether to go on. `lines` are [where, old, new]; with `problems` there is nothing to go on with. */
export async function askBlock({ title, lines, problems, conflicts }) {
  const dialog = document.getElementById("blok");
  fill(dialog, "title", title);
  const notes = [
    ...problems,
    ...conflicts.map((one) => `${one.where}: ${one.changed_by} maakte hier intussen “${one.theirs || "leeg"}” van.`),
  ];
  dialog.querySelector("[data-part=notes]").replaceChildren(...notes.map(item));
  dialog.querySelector("[data-part=notes]").hidden = !notes.length;
  dialog.querySelector("tbody").replaceChildren(...lines.map(row));
  dialog.querySelector("[data-part=table]").hidden = !lines.length;
  dialog.querySelector("[value=save]").hidden = problems.length > 0 || !lines.length;
  return (await answerOf(dialog)) === "save";
}
