// What one saw in Word, Excel, mail or on another page, ready for the schema. The server does the same for a text that
// comes another way (nhveilig/texts/pasting.py).

const LEFT_OUT = {
  hidden: "verborgen tekst", struck: "doorgehaalde of verwijderde tekst", comment: "opmerkingen", code: "veldcodes",
  image: "afbeeldingen", note: "verwijzingen naar een noot zonder tekst",
};
const HIDDEN = /(^|;)\s*(display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|font-size\s*:\s*0(px|pt)?\s*(;|!|$))/i;
const STRUCK = /(^|;)\s*text-decoration(-line)?\s*:[^;]*line-through/i;
const COMMENT = ".MsoCommentReference, .msocomanchor, .msocomtxt, .MsoCommentText, .msocomoff";
const COMMENT_STYLE = /mso-element\s*:\s*comment|mso-comment-/i;
const FIELD = /mso-element\s*:\s*field-(begin|separator|end)/i;
const CALL = /^#_?(?:(ftn|edn)|(ftnt)|sdfootnote|sdendnote)(\d+)(?:sym)?$/;
const BACK = /^#_?(?:(ftn|edn)ref|(ftnt)_ref|sdfootnote|sdendnote)(\d+)(?:anc)?$/;
const NOTE_ID = /^_?(?:(ftn|edn)|(ftnt)|sdfootnote|sdendnote)(\d+)$/;
const EMOJI = /^[^\p{L}\p{N}\s<>&]{1,8}$/u;
const LIST = /(^|\s)MsoList(Paragraph|Bullet|Number)/;
const BLOCK = "p, div, pre, li, td, th, blockquote, aside, dd, dt, section, article";

const style = (element) => element.dataset.style ?? "";
const key = (found) => found.slice(1).filter(Boolean).join("");

/** Takes away what one did not see as text; says what that was. */
function leaveOut(body, left) {
  const is = {
    hidden: (one) => HIDDEN.test(style(one)) || one.hidden,
    struck: (one) => one.matches("del, s, strike, .msoDel") || STRUCK.test(style(one)),
    comment: (one) => one.matches(COMMENT) || COMMENT_STYLE.test(style(one)),
  };
  for (const one of body.querySelectorAll("*")) {
    const what = one.isConnected && Object.keys(is).find((name) => is[name](one));
    if (!what) continue;
    left.add(LEFT_OUT[what]);
    one.remove();
  }
  for (const image of body.querySelectorAll("img")) {
    if (!EMOJI.test(image.alt)) left.add(LEFT_OUT.image);
    image.replaceWith(EMOJI.test(image.alt) ? image.alt : "");
  }
  for (const tab of [...body.querySelectorAll("span")].filter((one) => /mso-tab-count/i.test(style(one)))) tab.replaceWith(" ");
}

/** The code of a field stands between its beginning and its separator, its outcome after that. */
function withoutCodes(body, left) {
  const found = document.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const codes = [];
  let depth = 0;
  while (found.nextNode()) {
    const node = found.currentNode;
    if (node.nodeType === Node.TEXT_NODE) {
      if (depth) codes.push(node);
      continue;
    }
    const mark = FIELD.exec(style(node))?.[1].toLowerCase();
    if (mark === "begin") left.add(LEFT_OUT.code);
    if (mark) depth = mark === "begin" ? depth + 1 : Math.max(0, depth - 1);
  }
  for (const code of codes) code.remove();
}

/** Every note goes to where it is called. */
function placeNotes(body, left) {
  const notes = new Map();
  for (const back of body.querySelectorAll("a[href]")) {
    const found = BACK.exec(back.getAttribute("href"));
    if (!found) continue;
    const around = [...ancestors(back, body)].find((one) => NOTE_ID.test(one.id)) ?? back.closest("p, div, li");
    back.remove();
    if (!around) continue;
    notes.set(key(found), around.textContent.replace(/\s+/g, " ").trim());
    around.remove();
  }
  for (const call of body.querySelectorAll("a[href]")) {
    const found = CALL.exec(call.getAttribute("href"));
    if (!found) continue;
    const note = document.createElement("span");
    Object.assign(note, { className: "voetnoot", textContent: notes.get(key(found)) ?? "" });
    if (!note.textContent) left.add(LEFT_OUT.note);
    (call.closest("sup") ?? call).replaceWith(note.textContent ? note : "");
  }
}

function* ancestors(element, top) {
  for (let one = element.parentElement; one && one !== top; one = one.parentElement) yield one;
}

/** A line that ends is a paragraph that ends: two numbers under each other do not become one. */
function linesApart(body) {
  for (const pre of body.querySelectorAll("pre")) pre.innerHTML = pre.innerHTML.trim().replaceAll("\n", "<br>");
  for (const br of [...body.querySelectorAll("br")]) {
    const block = br.closest(BLOCK) ?? body;
    if (br.closest("h1, h2, h3, h4, h5, h6, caption, .voetnoot")) {
      br.replaceWith(" ");
      continue;
    }
    const tail = document.createElement("p");
    const range = document.createRange();
    range.setStartAfter(br);
    range.setEnd(block, block.childNodes.length);
    tail.append(range.extractContents());
    br.remove();
    if (block.matches("p, div, pre")) {
      tail.dataset.style = style(block).replace(/mso-list[^;]*/i, "");
      block.after(tail);
    } else {
      const head = document.createElement("p");
      head.append(...block.childNodes);
      block.append(head, tail);
    }
  }
}

/** Takes the sign before the text away; returns it. */
function withoutSign(paragraph) {
  const sign = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(style(span)));
  if (sign) sign.remove();
  if (sign) return sign.textContent;
  const first = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
  const typed = /^[\s\u00a0]*([·•▪o§–-]|(?:\d+|[a-z])[.)])[\s\u00a0]+/i.exec(first?.textContent ?? "");
  if (typed) first.textContent = first.textContent.slice(typed[0].length);
  return typed?.[1] ?? "";
}

/** Word pastes a list as paragraphs that look like one; here it becomes a list again, as many lists as there were. */
function asLists(body) {
  let lists = [];
  let last = null;
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const found = /mso-list:\s*(l\d+)\s+level(\d+)\s*(lfo\d+)?/i.exec(style(paragraph));
    if (!found && !LIST.test(paragraph.className)) continue;
    if (paragraph.previousElementSibling !== last || textBetween(last, paragraph)) lists = [];
    const number = /^[\s\u00a0]*(?:(\d+)|([a-z]))[.)]/i.exec(withoutSign(paragraph));
    const [tag, count, of] = [number ? "ol" : "ul", Number(number?.[1] ?? 0), found ? `${found[1]} ${found[3]}` : ""];
    lists.length = Math.min(lists.length, Number(found?.[2] ?? 1));
    const wanted = Math.min(Number(found?.[2] ?? 1), lists.length + 1);
    const same = lists.length === wanted && lists.at(-1).localName === tag && lists.at(-1).dataset.of === of && count !== 1;
    if (!same) {
      const list = document.createElement(tag);
      list.dataset.of = of;
      if (count > 1) list.setAttribute("start", count);
      const before = lists.length === wanted ? lists.pop() : null;
      const above = lists.at(-1)?.lastElementChild;
      if (above) above.append(list);
      else if (before) before.after(list);
      else paragraph.before(list);
      lists.push(list);
    }
    const item = document.createElement("li");
    item.append(...paragraph.childNodes);
    lists.at(-1).append(item);
    paragraph.remove();
    last = lists[0];
  }
}

function textBetween(one, other) {
  let found = "";
  for (let node = one?.nextSibling; node && node !== other; node = node.nextSibling) found += node.textContent;
  return found.trim();
}

/** Stress that is nothing but a style becomes a tag; a tag whose style takes it back goes (Google Docs). */
function styledAsTags(page) {
  for (const element of page.querySelectorAll("b[data-style], strong[data-style], span[data-style], font[data-style]")) {
    const says = style(element).replaceAll(" ", "").toLowerCase();
    if (element.matches("b, strong")) {
      if (/(^|;)font-weight:(normal|[1-5]00)/.test(says)) element.replaceWith(...element.childNodes);
      continue;
    }
    const tags = [
      /(^|;)font-weight:(bold|[6-9]00)/.test(says) && "strong", /(^|;)font-style:italic/.test(says) && "em",
      /(^|;)vertical-align:super/.test(says) && "sup", /(^|;)vertical-align:sub/.test(says) && "sub",
    ];
    for (const tag of tags.filter(Boolean)) {
      const stress = page.createElement(tag);
      stress.append(...element.childNodes);
      element.append(stress);
    }
  }
}

/** HTML from the clipboard, ready for the schema; `leftOut` says in words what is not taken along. */
export function pasted(html) {
  // A style attribute is reported by the content security policy as soon as it is parsed.
  const unstyled = html.replace(/[\v\f\u0085\u2028\u2029]/g, "<br>").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  const page = new DOMParser().parseFromString(unstyled, "text/html");
  for (const element of page.querySelectorAll("script, style, title, template, noscript, xml, svg, iframe, object")) element.remove();
  const left = new Set();
  placeNotes(page.body, left);
  leaveOut(page.body, left);
  withoutCodes(page.body, left);
  linesApart(page.body);
  asLists(page.body);
  styledAsTags(page);
  // Other pages begin at h1, our texts at h3.
  for (const [from, to] of [["h1", "h3"], ["h2", "h3"], ["h6", "h5"]])
    for (const heading of page.querySelectorAll(from)) {
      const ours = page.createElement(to);
      ours.append(...heading.childNodes);
      heading.replaceWith(ours);
    }
  return { html: page.body.innerHTML, leftOut: [...left] };
}
