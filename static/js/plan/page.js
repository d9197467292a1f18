// Writing a plan: every control saves itself. Without this script each part is a form with a button.

import { askConflict } from "../editing/conflict.js";
import { askLogIn } from "../editing/dialogs.js";
import { Drafts, offerDrafts } from "../editing/drafts.js";
import { newSession } from "../editing/presence.js";
import { post } from "../editing/requests.js";
import { Saving } from "../editing/saving.js";
import { arrange } from "./arranging.js";
import { Field } from "./fields.js";
import { PlanPresence } from "./presence.js";
import { RichText } from "./richtext.js";

const root = document.getElementById("plan-editor");
const session = newSession();

function start() {
  root.dataset.script = "on";
  for (const part of root.querySelectorAll("[data-without-script]")) part.hidden = true;
  const fields = new Map([...root.querySelectorAll("[data-field]")].map((place) => new Field(place)).map((field) => [field.id, field]));
  const drafts = new Drafts({ user: root.dataset.user, whole: root.dataset.plan });
  const presence = new PlanPresence({ root, session, fields });
  const saving = new Saving({
    fields,
    drafts,
    send: (field, asked) => post(root.dataset.saveUrl, { part: field.part, field: field.name, ...asked, session }),
    ask: (field, found) => askConflict(field, found, combinedEditor),
    logIn: askLogIn,
    told: (field) => {
      showInLine(field);
      presence.soon();
    },
  });
  listen(fields, saving);
  enrich(fields, saving);
  offerDrafts(document.getElementById("concepten"), fields, drafts, saving);
  arrange(root, saving);
  openTarget(fields);
  window.addEventListener("hashchange", () => openTarget(fields));
  presence.start();
}

function listen(fields, saving) {
  const with_ = (event, act) => {
    const place = event.target.closest?.("[data-field]");
    const field = place && fields.get(`${place.closest("form").id}-${place.dataset.field}`);
    if (field && !field.editor) act(field);
  };
  root.addEventListener("input", (event) => with_(event, (field) => saving.typed(field)));
  root.addEventListener("change", (event) => with_(event, (field) => saving.left(field)));
  root.addEventListener("focusout", (event) => with_(event, (field) => saving.left(field)));
  // Enter in a line would send the whole form.
  root.addEventListener("submit", (event) => event.target.matches(".part__form") && event.preventDefault());
}

// Rich texts ------------------------------------------------------------------

/** Those in sight at once, the others when their part is opened: two hundred editors would take seconds. */
function enrich(fields, saving) {
  const start_ = (field) => {
    if (field.editor || field.kind !== "prose") return;
    const html = field.text;
    field.input.hidden = true;
    field.editor = new RichText({
      place: field.place, html, labelledby: `label-${field.id}`, name: field.label.toLowerCase(),
      typed: () => saving.typed(field), left: () => saving.left(field),
    });
    field.place.querySelector("label").removeAttribute("for");
    field.saved = field.editor.html;
  };
  for (const field of fields.values()) {
    const fold = field.place.closest("details:not([open])");
    if (!fold) start_(field);
  }
  root.addEventListener("toggle", ({ target }) => {
    if (!target.open) return;
    for (const place of target.querySelectorAll("[data-kind=prose]")) {
      const field = fields.get(`${place.closest("form").id}-${place.dataset.field}`);
      if (!place.closest("details:not([open])")) start_(field);
    }
  }, true);
}

function combinedEditor(place, html) {
  const editor = new RichText({ place, html, labelledby: "botsing-samen", name: "samengevoegde tekst" });
  return { text: () => editor.html, close: () => editor.close() };
}

// The line of a part that folds -----------------------------------------------

function showInLine(field) {
  if (field.name !== "title") return;
  const title = field.form.closest(".part").querySelector("[data-shows=title]");
  if (title && field.text.trim()) title.textContent = field.text;
}

/** An address that names a part opens it; a part that was just added is ready to be typed in. */
function openTarget(fields) {
  const target = document.getElementById(location.hash.slice(1));
  if (!target || !root.contains(target)) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const first = [...fields.values()].find((field) => field.part === target.id && field.isText);
  const go = () => {
    target.scrollIntoView();
    if (first && !first.text) first.control.focus();
  };
  // The browser goes to the address itself once the page is whole, and takes the focus away from where it is.
  if (document.readyState === "complete") go();
  else window.addEventListener("load", () => setTimeout(go), { once: true });
}

if (root) start();
