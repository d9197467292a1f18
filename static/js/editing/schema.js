// What a prose text may hold: the same as nhveilig/texts/cleaning.py keeps. Nothing the server stores is lost by opening it.

import {
  Blockquote, Bold, BulletList, Document, Gapcursor, Heading, Italic, Link, ListItem, ListKeymap, Mark, Node,
  OrderedList, Paragraph, Table, TableCell, TableHeader, TableRow, Text, TrailingNode, UndoRedo,
} from "../../vendor/tiptap/tiptap.js";

const Footnote = Mark.create({
  name: "footnote",
  // Outside stress and links, so that a note is one span.
  priority: 1200,
  inclusive: false,
  parseHTML: () => [{ tag: "span.voetnoot" }],
  renderHTML: () => ["span", { class: "voetnoot" }, 0],
});

const simpleMark = (name, tag) => Mark.create({ name, parseHTML: () => [{ tag }], renderHTML: () => [tag, 0] });

const Box = Node.create({
  name: "box",
  group: "block",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "aside.kader" }],
  renderHTML: () => ["aside", { class: "kader" }, 0],
});

const Pillars = OrderedList.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      class: { default: null, parseHTML: (element) => (element.classList.contains("pijlers") ? "pijlers" : null) },
    };
  },
});

const spans = {
  colspan: { default: 1, parseHTML: (cell) => cell.colSpan || 1 },
  rowspan: { default: 1, parseHTML: (cell) => cell.rowSpan || 1 },
  colwidth: { default: null, rendered: false },
};
const cellAttributes = ({ colspan, rowspan }) => ({
  ...(colspan > 1 && { colspan }),
  ...(rowspan > 1 && { rowspan }),
});
const Cell = TableCell.extend({
  addAttributes: () => spans,
  renderHTML: ({ HTMLAttributes }) => ["td", cellAttributes(HTMLAttributes), 0],
});
const HeadCell = TableHeader.extend({
  addAttributes: () => spans,
  renderHTML: ({ HTMLAttributes }) => ["th", cellAttributes(HTMLAttributes), 0],
});

// The caption is no row, and a table of ProseMirror holds rows alone: so it is an attribute, asked for in a dialog.
const Captioned = Table.extend({
  addAttributes: () => ({
    caption: { default: "", parseHTML: (table) => table.querySelector("caption")?.textContent.trim() ?? "" },
  }),
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }, { tag: "colgroup", ignore: true }],
  renderHTML: ({ HTMLAttributes: { caption } }) =>
    caption ? ["table", ["caption", caption], ["tbody", 0]] : ["table", ["tbody", 0]],
}).configure({ resizable: false, View: null });

export const ALLOWED_LINK = /^(https:\/\/|mailto:)\S+$/i;

export const extensions = [
  Document, Paragraph, Text, Blockquote, Bold, BulletList, Footnote, Gapcursor, Italic, ListItem, ListKeymap, Pillars,
  Captioned, TableRow, Cell, HeadCell, Box, TrailingNode, UndoRedo,
  simpleMark("sup", "sup"), simpleMark("sub", "sub"),
  Heading.configure({ levels: [3, 4, 5] }),
  Link.extend({ renderHTML: ({ HTMLAttributes: { href } }) => ["a", { href }, 0] }).configure({
    openOnClick: false, autolink: false, linkOnPaste: true, protocols: ["https", "mailto"], defaultProtocol: "https",
    isAllowedUri: (url) => ALLOWED_LINK.test(url),
  }),
];
