// A rich text editor in the place of a text area, which stays the control that speaks for it without script.

import { Editor } from "../../vendor/tiptap/tiptap.js";
import { pasted } from "./pasting.js";
import { extensions } from "./schema.js";
import { toolbarFor } from "./toolbar.js";

export class RichText {
  /** `place` gets the toolbar and the text; `labelledby` is the id of its label, `name` what it says. */
  constructor({ place, html, labelledby, name, typed = () => {}, left = () => {}, editable = true }) {
    const box = document.createElement("div");
    box.className = "rich";
    this.editor = new Editor({
      element: box,
      extensions,
      content: html,
      editable,
      injectCSS: false,
      parseOptions: { preserveWhitespace: false },
      editorProps: {
        attributes: {
          class: "rich__text prose", role: "textbox", "aria-multiline": "true", "aria-labelledby": labelledby,
          lang: "nl", spellcheck: "true",
        },
        transformPastedHTML: (pastedHtml) => this.#taken(pasted(pastedHtml)),
        handleKeyDown: (_, event) => this.#toToolbar(event),
      },
      onUpdate: () => typed(),
      onBlur: () => left(),
    });
    this.toolbar = toolbarFor(this.editor, name);
    box.prepend(this.toolbar);
    place.append(box);
    this.box = box;
  }

  /** What was not taken along is told below the text, until the next paste. */
  #taken({ html, leftOut }) {
    this.told ??= Object.assign(document.createElement("p"), { className: "rich__left-out soft" });
    this.told.setAttribute("role", "status");
    this.box.append(this.told);
    this.told.textContent = leftOut.length ? `Niet meegekomen uit wat u plakte: ${leftOut.join(", ")}.` : "";
    this.told.hidden = !leftOut.length;
    return html;
  }

  // As in other word processors: Alt+F10 goes to the buttons, Escape back.
  #toToolbar(event) {
    if (!(event.altKey && event.key === "F10")) return false;
    this.toolbar.querySelector("[tabindex='0']").focus();
    return true;
  }

  get html() {
    return this.editor.isEmpty ? "" : this.editor.getHTML().replace(/(<p><\/p>)+$/, "");
  }

  set html(html) {
    this.editor.commands.setContent(html, { emitUpdate: false, parseOptions: { preserveWhitespace: false } });
  }

  get dom() {
    return this.editor.view.dom;
  }

  close() {
    this.editor.destroy();
    this.box.remove();
  }
}
