// The buttons above a rich text: one stop for the Tab key, arrows between them, and their keys in their names.

import { askText } from "./dialogs.js";
import { ALLOWED_LINK } from "./schema.js";

const run = (name, ...args) => (editor) => editor.chain().focus()[name](...args).run();
const TABLE = "tabel";

const BUTTONS = [
  { label: "Kop", key: "Ctrl+Alt+3", act: run("toggleHeading", { level: 3 }), is: ["heading", { level: 3 }] },
  { label: "Tussenkop", key: "Ctrl+Alt+4", act: run("toggleHeading", { level: 4 }), is: ["heading", { level: 4 }] },
  { label: "Vet", sign: "B", look: "bold", key: "Ctrl+B", act: run("toggleBold"), is: ["bold"] },
  { label: "Cursief", sign: "I", look: "italic", key: "Ctrl+I", act: run("toggleItalic"), is: ["italic"] },
  { label: "Opsomming", sign: "•", key: "Ctrl+Shift+8", act: run("toggleBulletList"), is: ["bulletList"] },
  { label: "Genummerde lijst", sign: "1.", key: "Ctrl+Shift+7", act: run("toggleOrderedList"), is: ["orderedList"] },
  { label: "Citaat", sign: "”", key: "Ctrl+Shift+B", act: run("toggleBlockquote"), is: ["blockquote"] },
  { label: "Kader", sign: "▢", act: (editor) => editor.isActive("box") ? run("lift", "box")(editor) : run("wrapIn", "box")(editor), is: ["box"] },
  { label: "Link", act: link, is: ["link"] },
  { label: "Voetnoot", act: footnote, is: ["footnote"] },
  { label: "Tabel", act: run("insertTable", { rows: 3, cols: 3, withHeaderRow: true }), is: ["table"] },
  { label: "Rij eronder", act: run("addRowAfter"), only: TABLE },
  { label: "Kolom ernaast", act: run("addColumnAfter"), only: TABLE },
  { label: "Kopregel", act: run("toggleHeaderRow"), only: TABLE },
  { label: "Bijschrift", act: caption, only: TABLE },
  { label: "Rij weghalen", act: run("deleteRow"), only: TABLE },
  { label: "Kolom weghalen", act: run("deleteColumn"), only: TABLE },
  { label: "Tabel weghalen", act: run("deleteTable"), only: TABLE },
  { label: "Ongedaan maken", sign: "↶", key: "Ctrl+Z", act: run("undo") },
  { label: "Opnieuw doen", sign: "↷", key: "Ctrl+Y", act: run("redo") },
];

async function link(editor) {
  const { href = "" } = editor.getAttributes("link");
  const answer = await askText({
    title: "Link", label: "Adres, beginnend met https:// of mailto:", ok: "Zet de link", value: href, canRemove: Boolean(href),
    check: (text) => (ALLOWED_LINK.test(text) ? "" : "Begin het adres met https:// of mailto:, zonder spaties."),
  });
  if (answer === null) return;
  if (!answer) editor.chain().focus().extendMarkRange("link").unsetLink().run();
  else if (editor.state.selection.empty && !href)
    editor.chain().focus().insertContent({ type: "text", text: answer, marks: [{ type: "link", attrs: { href: answer } }] }).run();
  else editor.chain().focus().extendMarkRange("link").setLink({ href: answer }).run();
}

/** What is selected becomes the note; without a selection one types it. */
async function footnote(editor) {
  if (editor.isActive("footnote")) return void editor.chain().focus().extendMarkRange("footnote").unsetMark("footnote").run();
  if (!editor.state.selection.empty) return void editor.chain().focus().setMark("footnote").run();
  const text = await askText({
    title: "Voetnoot", label: "Tekst van de noot", ok: "Zet de noot", check: (typed) => (typed ? "" : "Typ de tekst van de noot."),
  });
  if (text) editor.chain().focus().insertContent({ type: "text", text, marks: [{ type: "footnote" }] }).run();
  return undefined;
}

async function caption(editor) {
  const { caption: value } = editor.getAttributes("table");
  const text = await askText({ title: "Bijschrift", label: "Wat de tabel laat zien", ok: "Zet het bijschrift", value, canRemove: Boolean(value) });
  if (text !== null) editor.chain().focus().updateAttributes("table", { caption: text }).run();
}

function buttonOf(spec) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `tool${spec.look ? ` tool--${spec.look}` : ""}`;
  button.title = spec.key ? `${spec.label} (${spec.key})` : spec.label;
  button.setAttribute("aria-label", button.title);
  if (spec.is) button.setAttribute("aria-pressed", "false");
  button.tabIndex = -1;
  button.hidden = Boolean(spec.only);
  // A sign is drawn by the style sheet; its name is for everybody who cannot see it.
  if (spec.sign) button.dataset.sign = spec.sign;
  else button.textContent = spec.label;
  return button;
}

/** A toolbar for `editor`, named after `label`; it is not in the page yet. */
export function toolbarFor(editor, label) {
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.role = "toolbar";
  bar.setAttribute("aria-label", `Opmaak van ${label}`);
  const tools = BUTTONS.map((spec) => ({ spec, button: buttonOf(spec) }));
  bar.append(...tools.map(({ button }) => button));
  tools[0].button.tabIndex = 0;
  for (const { spec, button } of tools) {
    // A click must not take the selection away from the text.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => spec.act(editor));
  }
  bar.addEventListener("keydown", (event) => move(event, tools.map(({ button }) => button).filter((one) => !one.hidden), editor));
  const update = () => {
    const inTable = editor.isActive("table");
    for (const { spec, button } of tools) {
      if (spec.only) button.hidden = !inTable;
      if (spec.is) button.setAttribute("aria-pressed", String(editor.isActive(...spec.is)));
    }
  };
  editor.on("transaction", update);
  return bar;
}

function move(event, buttons, editor) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const place = buttons.indexOf(event.target);
  if (event.key === "Escape") editor.commands.focus();
  const ends = { Home: 0, End: buttons.length - 1 };
  const to = event.key in steps ? (place + steps[event.key] + buttons.length) % buttons.length : ends[event.key];
  if (to === undefined || place < 0) return;
  event.preventDefault();
  for (const button of buttons) button.tabIndex = -1;
  buttons[to].tabIndex = 0;
  buttons[to].focus();
}
