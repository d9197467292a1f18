// A page on which every control saves itself. Without this script each part of it is a form with a button.

import { askConflict } from "./conflict.js";
import { askLogIn } from "./dialogs.js";
import { Drafts, offerDrafts } from "./drafts.js";
import { Field } from "./fields.js";
import { newSession } from "./presence.js";
import { post } from "./requests.js";
import { RichText } from "./richtext.js";
import { Saving } from "./saving.js";

/** `root` holds the forms, and says where to save, for whom and of what. `presenceOf` makes the Presence of the page of
 * {root, session, fields}; `told` hears of every field that was stored; `words` as Saving takes them. */
export function startPage({ root, presenceOf, told = () => {}, words = {} }) {
  const session = newSession();
  root.dataset.script = "on";
  for (const part of root.querySelectorAll("[data-without-script]")) part.hidden = true;
  for (const part of root.querySelectorAll("[data-only-script]")) part.hidden = false;
  const fields = new Map([...root.querySelectorAll("[data-field]")].map((place) => new Field(place)).map((field) => [field.id, field]));
  const drafts = new Drafts({ user: root.dataset.user, whole: root.dataset.whole });
  const presence = presenceOf({ root, session, fields });
  const saving = new Saving({
    fields,
    drafts,
    send: (field, asked) => post(root.dataset.saveUrl, { part: field.part, field: field.name, ...asked, session }),
    ask: (field, found) => askConflict(field, found, combinedEditor),
    logIn: askLogIn,
    words,
    told: (field) => {
      told(field);
      presence.soon();
    },
  });
  listen(root, fields, saving);
  enrich(root, fields, saving);
  offerDrafts(document.getElementById("concepten"), fields, drafts, saving);
  openTarget(root, fields);
  window.addEventListener("hashchange", () => openTarget(root, fields));
  document.addEventListener("click", (event) => followed(event, saving));
  presence.start();
  return saving;
}

function listen(root, fields, saving) {
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
function enrich(root, fields, saving) {
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

/** An address that names a part opens it; a part that was just added is ready to be typed in. */
function openTarget(root, fields) {
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

/** A link to another page waits for what was just typed: the browser would ask whether to leave and lose it. When it
 * cannot be stored, the link goes there after all, and the browser does ask. */
async function followed(event, saving) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || !saving.hasUnsaved || !leaves(event, link)) return;
  event.preventDefault();
  await saving.flush();
  location.assign(link.href);
}

/** Whether this click takes this window to another page: not to a new tab, nor to a place on this page. */
function leaves(event, link) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target) return false;
  const url = new URL(link.href);
  return url.origin === location.origin && url.pathname + url.search !== location.pathname + location.search;
}
