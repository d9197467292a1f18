// The desk of a document: its outline beside the text of one chapter.

import { startPage } from "../editing/page.js";
import { Writers } from "../editing/writers.js";
import { arrangeOutline } from "./outline.js";

const root = document.getElementById("desk");

/** In the outline and above the text. */
function showTitle(field) {
  if (field.name !== "title" || !field.text.trim()) return;
  for (const place of root.querySelectorAll(`[data-shows-title="${field.part}"]`)) place.textContent = field.text;
}

if (root) {
  const saving = startPage({
    root,
    presenceOf: (page) => new Writers(page),
    told: showTitle,
    words: { saved: (_, at) => `Bewaard om ${at}` },
  });
  arrangeOutline(root, saving);
}
