// What was typed in a form, there again when it never arrived: the session was over, so the login page came instead.
// A form takes part with `data-keep`, its name on the page. Without this script nothing can be kept, because the server
// stores nothing of somebody who is not logged in. It stays in this tab only, and is shown to the same person only.

const PREFIX = "nhveilig:formulier:";

/** Where it is sent to tells one plan from another. */
function key(form) {
  const { pathname, search } = new URL(form.getAttribute("action") || location.href, location.href);
  return `${PREFIX}${pathname}${search}#${form.dataset.keep}`;
}

function write(name, stored) {
  try {
    sessionStorage.setItem(name, JSON.stringify(stored));
  } catch {
    // A device that keeps nothing, or is full.
  }
}

function all() {
  try {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
    return new Map(names.map((name) => [name, JSON.parse(sessionStorage.getItem(name))]));
  } catch {
    return new Map();
  }
}

function keep(form) {
  const typed = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  write(key(form), { user: document.body.dataset.user, sent: true, typed });
}

/** This page is the answer to what was sent last: it says that it never arrived, or else it did. */
function settle(found) {
  const arrived = !document.querySelector("[data-not-received]");
  for (const [name, stored] of found) {
    if (!stored.sent) continue;
    if (arrived) sessionStorage.removeItem(name);
    else write(name, { ...stored, sent: false });
  }
}

/** With what the form began from too: when others wrote meanwhile, the server shows both. A tick is given anew. */
function refill(form, typed) {
  for (const [name, value] of typed) {
    const control = form.elements[name];
    if (control && control.type !== "checkbox") control.value = value;
  }
}

function tell(form) {
  const box = document.createElement("div");
  box.className = "plain-alert plain-alert--warning split";
  box.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = "Hier staat weer wat u typte voordat u opnieuw moest inloggen. Het is nog niet verstuurd.";
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button-as-link", textContent: "Weggooien" });
  button.addEventListener("click", () => {
    sessionStorage.removeItem(key(form));
    form.reset();
    // A reset leaves hidden fields as they are.
    location.reload();
  });
  box.append(words, button);
  form.prepend(box);
}

function open(form) {
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  (form.querySelector("textarea") ?? form.querySelector("input:not([type=hidden])"))?.focus();
}

function start() {
  const found = all();
  settle(found);
  const back = [...document.querySelectorAll("form[data-keep]")].filter((form) => {
    const stored = found.get(key(form));
    return stored && !stored.sent && stored.user === document.body.dataset.user;
  });
  for (const form of back) {
    refill(form, found.get(key(form)).typed);
    tell(form);
  }
  if (back.length) open(back[0]);
  document.addEventListener("submit", ({ target }) => target.matches("form[data-keep]") && keep(target));
}

start();
