// Two texts for one field: both shown, with what they make together, and the question which one counts.

import { answerOf, fill } from "./dialogs.js";

/** A text of the server: escaped there, marked with nothing but paragraphs and marks. */
function fillHtml(dialog, slot, html, text) {
  const place = dialog.querySelector(`[data-slot="${slot}"]`);
  place.innerHTML = html;
  if (!place.textContent.trim()) place.textContent = text || "(leeg)";
}

/** {choice, text}: "mine", "theirs", "combined" with the text to store, or "" for later.
 * `editorFor(place, html)` puts a rich text editor in `place`; without one a plain text area does. */
export async function askConflict(field, found, editorFor = null) {
  const dialog = document.getElementById("botsing");
  const other = found.same_person ? "uw andere venster" : found.changed_by;
  const at = found.changed_at ? ` om ${found.changed_at}` : "";
  fill(dialog, "where", found.where);
  fill(dialog, "what", found.same_person
    ? `U wijzigde dit${at} ook in een ander venster van u. Beide teksten zijn er nog; wat alleen in één van de twee staat, is gemarkeerd. Wat moet er komen te staan?`
    : `${found.changed_by} wijzigde dit${at}, terwijl u aan het typen was. Beide teksten zijn er nog; wat alleen in één van de twee staat, is gemarkeerd. Wat moet er komen te staan?`);
  fill(dialog, "theirs-title", `Van ${other}${at} (opgeslagen)`);
  fill(dialog, "take-theirs", `Neem die van ${other}`);
  if (field.kind === "select" || found.theirs_html === undefined) {
    fill(dialog, "theirs", field.words(found.theirs));
    fill(dialog, "mine", field.words(found.mine));
  } else {
    fillHtml(dialog, "theirs", found.theirs_html, found.theirs);
    fillHtml(dialog, "mine", found.mine_html, found.mine);
  }
  const combined = combination(dialog, field, found, editorFor);
  dialog.querySelector("#botsing-titel").setAttribute("autofocus", "");
  const choice = await answerOf(dialog);
  const text = combined?.text();
  combined?.close();
  return { choice, text };
}

function combination(dialog, field, found, editorFor) {
  const has = found.combined !== null;
  dialog.querySelector("[data-part=combined]").hidden = !has;
  dialog.querySelector("[data-part=combine]").hidden = !has;
  if (!has) return null;
  fill(dialog, "combined-note", found.is_whole
    ? "Beide wijzigingen passen naast elkaar. U kunt hier nog iets veranderen."
    : "Waar de twee verschillen, staan ze achter elkaar. Maak er één tekst van.");
  const place = dialog.querySelector("[data-slot=combined]");
  place.replaceChildren();
  if (field.kind === "prose") return editorFor(place, found.combined);
  const area = document.createElement("textarea");
  Object.assign(area, { value: found.combined, className: "control__lines" });
  area.setAttribute("aria-labelledby", "botsing-samen");
  place.append(area);
  return { text: () => area.value, close: () => place.replaceChildren() };
}
