// The desk of a document: its outline beside the text of one chapter.

import { startPage } from "../editing/page.js";
import { Writers } from "../editing/writers.js";
import { arrangeOutline } from "./outline.js";

const root = document.getElementById("desk");

/** What was changed was looked at. */
function forgetTaken(field) {
  for (const place of root.querySelectorAll(`[data-taken="${field.part}"]`)) place.remove();
}

/** In the outline and above the text. */
function showTitle(field) {
  if (field.name !== "title" || !field.text.trim()) return;
  for (const place of root.querySelectorAll(`[data-shows-title="${field.part}"]`)) place.textContent = field.text;
}

if (root) {
  const saving = startPage({
    root,
    presenceOf: (page) => new Writers(page),
    told: (field) => {
      showTitle(field);
      forgetTaken(field);
    },
    words: { saved: (_, at) => `Bewaard om ${at}` },
  });
  arrangeOutline(root, saving);
}
