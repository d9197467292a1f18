// Writing a plan: every control saves itself. Without this script each part is a form with a button.

import { arrange } from "./arranging.js";
import { askConflict, askLogIn } from "./dialogs.js";
import { Drafts, clock } from "./drafts.js";
import { Field } from "./fields.js";
import { Presence } from "./presence.js";
import { post } from "./requests.js";
import { RichText } from "./richtext.js";
import { Saving } from "./saving.js";

const root = document.getElementById("plan-editor");
const session = crypto.randomUUID?.() ?? fromRandom();

/** Where the page is not served over https, a browser gives random numbers only. */
function fromRandom() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

function start() {
  root.dataset.script = "on";
  for (const part of root.querySelectorAll("[data-without-script]")) part.hidden = true;
  const fields = new Map([...root.querySelectorAll("[data-field]")].map((place) => new Field(place)).map((field) => [field.id, field]));
  const drafts = new Drafts(root.dataset);
  const presence = new Presence({ root, session, fields });
  const saving = new Saving({
    fields,
    drafts,
    send: (asked) => post(root.dataset.saveUrl, { ...asked, session }),
    ask: (field, found) => askConflict(field, found, combinedEditor),
    logIn: askLogIn,
    told: (field) => {
      showInLine(field);
      presence.soon();
    },
  });
  listen(fields, saving);
  enrich(fields, saving);
  offerDrafts(fields, drafts, saving);
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

// Texts that were not stored when the page was left ------------------------------

function offerDrafts(fields, drafts, saving) {
  const place = document.getElementById("concepten");
  for (const [id, draft] of drafts.all()) {
    const field = fields.get(id);
    if (!field) continue;
    if (same(field, draft.text)) drafts.forget(id);
    else place.append(offer(field, draft, drafts, saving));
  }
}

function same(field, text) {
  const bare = (html) => html.replace(/<\/?p>/g, "").trim();
  return field.text === text || (field.kind === "prose" && bare(field.text) === bare(text));
}

function offer(field, draft, drafts, saving) {
  const box = document.createElement("div");
  box.className = "draft";
  const words = document.createElement("p");
  const name = field.form.closest(".part").querySelector(".part__title, .part__heading")?.textContent.trim();
  words.textContent = `Er staat nog niet-opgeslagen tekst van ${clock(draft.at)} op dit apparaat: ${name && name !== field.label ? `${name}, ${field.label.toLowerCase()}` : field.label}.`;
  const shown = document.createElement("blockquote");
  shown.textContent = excerpt(field.words(draft.text));
  const actions = document.createElement("p");
  actions.className = "cluster";
  const act = (label, work) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "nl-button nl-button--secondary button--small", textContent: label });
    button.addEventListener("click", () => {
      box.remove();
      work();
    });
    actions.append(button);
  };
  act("Terugzetten", () => {
    for (let fold = field.place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    // Of an older version: when somebody wrote here since, both texts are shown.
    field.version = Math.min(draft.version, field.version);
    field.show(draft.text);
    field.control.focus();
    saving.typed(field);
    saving.enqueue(field);
  });
  act("Weggooien", () => drafts.forget(field.id));
  box.append(words, shown, actions);
  return box;
}

function excerpt(html) {
  const text = new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
  return text.length > 200 ? `${text.slice(0, 200)}…` : text || "(leeg)";
}

if (root) start();
