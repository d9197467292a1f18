// One control of the page: what stands in it, what is stored, and what went wrong with it.

const TEXT_FIELDS = new Set(["line", "lines", "prose"]);

export class Field {
  constructor(place) {
    this.place = place;
    this.name = place.dataset.field;
    this.kind = place.dataset.kind;
    this.version = Number(place.dataset.version);
    this.form = place.closest("form");
    this.part = this.form.id;
    this.id = `${this.part}-${this.name}`;
    this.input = document.getElementById(this.id);
    this.label = document.getElementById(`label-${this.id}`).firstChild.textContent.trim();
    // A rich text editor puts itself here; until then the control speaks for itself.
    this.editor = null;
    this.saved = this.text;
  }

  /** As the server wants it. A text area of plain paragraphs means as many paragraphs. */
  get text() {
    if (this.editor) return this.editor.html;
    if (this.kind === "prose" && this.markup.value === "gewoon") return paragraphs(this.input.value);
    if (this.kind === "checks") return this.boxes.filter((box) => box.checked).map((box) => box.value).join(",");
    return this.input.value;
  }

  get boxes() {
    return [...this.input.querySelectorAll("input")];
  }

  get markup() {
    return this.form.elements[`opmaak-${this.name}`];
  }

  get control() {
    return this.editor ? this.editor.dom : this.input;
  }

  get isChanged() {
    return this.text !== this.saved;
  }

  /** Half of the words of a new unit would be another unit. */
  get isStoredWhenLeft() {
    return this.kind === "unit";
  }

  get isText() {
    return TEXT_FIELDS.has(this.kind);
  }

  /** With the name of its part, where that is another. */
  get fullLabel() {
    const name = this.form.closest(".part").querySelector(".part__title, .part__heading")?.textContent.trim();
    return name && name !== this.label ? `${name}, ${this.label.toLowerCase()}` : this.label;
  }

  /** Whether `text` says what stands here already. */
  same(text) {
    const bare = (html) => html.replace(/<\/?p>/g, "").trim();
    return this.text === text || (this.kind === "prose" && bare(this.text) === bare(text));
  }

  unfold() {
    for (let fold = this.place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }

  /** Put a text in the control, as if it had been there from the start. */
  show(text) {
    if (this.editor) this.editor.html = text;
    else if (this.kind === "prose") {
      this.markup.value = "html";
      this.input.value = text;
    } else if (this.kind === "checks") {
      for (const box of this.boxes) box.checked = text.split(",").includes(box.value);
    } else this.input.value = text;
  }

  /** What the server answered to a save of `sent`. */
  accept({ text, version }, sent) {
    this.version = version;
    const typedOn = this.text !== sent;
    if (!typedOn && this.kind !== "prose" && document.activeElement !== this.input) this.show(text);
    this.saved = typedOn || this.kind === "prose" ? sent : this.text;
  }

  /** What somebody else stored while nobody typed here. */
  take({ text, version }) {
    this.show(text);
    this.version = version;
    this.saved = this.text;
  }

  mark(state, message = "") {
    this.place.dataset.state = state;
    document.getElementById(`fout-${this.id}`)?.remove();
    const { control } = this;
    control.removeAttribute("aria-invalid");
    if (control.getAttribute("aria-describedby") === `fout-${this.id}`) control.removeAttribute("aria-describedby");
    if (!message) return;
    const problem = document.createElement("p");
    Object.assign(problem, { id: `fout-${this.id}`, className: "control__problem", textContent: message });
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", problem.id);
    this.place.append(problem);
  }

  /** As a reader sees it: the words of the chosen option, not its number. */
  words(text) {
    if (this.kind === "checks") {
      const chosen = this.boxes.filter((box) => text.split(",").includes(box.value));
      return chosen.map((box) => box.parentElement.textContent.trim()).join(", ");
    }
    if (this.kind !== "select") return text;
    return [...this.input.options].find((option) => option.value === text)?.textContent ?? text;
  }
}

export function paragraphs(text) {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  return lines.map((line) => `<p>${line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</p>`).join("");
}
