// Word pastes a list as paragraphs that look like one; here it becomes a list again. All else the schema sorts out.

const LIST = /(^|\s)MsoListParagraph/;
const NUMBERED = /^\s*(\d+|[a-z])[.)]/i;

function level(paragraph) {
  return Number(/mso-list:[^;]*level(\d+)/.exec(paragraph.dataset.style ?? "")?.[1] ?? 1);
}

/** Takes the sign before the text away; returns it. */
function withoutSign(paragraph) {
  const sign = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(span.dataset.style ?? ""));
  const text = sign?.textContent ?? /^[\s\u00a0]*([·•o§–-]|\d+[.)])[\s\u00a0]+/.exec(paragraph.textContent)?.[0] ?? "";
  if (sign) sign.remove();
  return text;
}

function asLists(body) {
  const lists = [];
  for (const paragraph of [...body.querySelectorAll("p")]) {
    if (!LIST.test(paragraph.className)) {
      lists.length = 0;
      continue;
    }
    const depth = level(paragraph);
    const tag = NUMBERED.test(withoutSign(paragraph)) ? "ol" : "ul";
    lists.length = Math.min(lists.length, depth);
    const item = document.createElement("li");
    item.append(...paragraph.childNodes);
    while (lists.length < depth) {
      const list = document.createElement(tag);
      const above = lists.at(-1)?.lastElementChild;
      if (above) above.append(list);
      else paragraph.before(list);
      lists.push(list);
    }
    lists.at(-1).append(item);
    paragraph.remove();
    if (!lists[0].isConnected) lists.length = 0;
  }
}

/** Stress that is nothing but a style becomes a tag; a tag whose style takes it back goes (Google Docs). */
function styledAsTags(page) {
  for (const element of page.querySelectorAll("b[data-style], span[data-style]")) {
    const style = element.dataset.style.replaceAll(" ", "").toLowerCase();
    if (element.matches("b")) {
      if (/font-weight:(normal|[1-5]00)/.test(style)) element.replaceWith(...element.childNodes);
      continue;
    }
    const tags = [/font-weight:(bold|[6-9]00)/.test(style) && "strong", /font-style:italic/.test(style) && "em"];
    for (const tag of tags.filter(Boolean)) {
      const stress = page.createElement(tag);
      stress.append(...element.childNodes);
      element.append(stress);
    }
  }
}

/** HTML from the clipboard, ready for the schema. */
export function prepared(html) {
  // A style attribute is reported by the content security policy as soon as it is parsed.
  const unstyled = html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  const page = new DOMParser().parseFromString(unstyled, "text/html");
  for (const element of page.querySelectorAll("script, style, title, template, noscript, xml, img, svg, iframe, object")) element.remove();
  asLists(page.body);
  styledAsTags(page);
  // Other pages begin at h1, our texts at h3.
  for (const [from, to] of [["h1", "h3"], ["h2", "h3"], ["h6", "h5"]])
    for (const heading of page.querySelectorAll(from)) {
      const ours = page.createElement(to);
      ours.append(...heading.childNodes);
      heading.replaceWith(ours);
    }
  return page.body.innerHTML;
}
