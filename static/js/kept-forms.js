// What was typed in a form, there again when it never arrived: the session was over, so the login page came instead.
// A form takes part with `data-keep`, its name on the page. Without this script nothing can be kept, because the server
// stores nothing of somebody who is not logged in. It stays in this tab only, and is shown to the same person only.
// With `data-draft` it is kept on the device while one types, until it is sent: whoever closes the page finds it again.

const PREFIX = "nhveilig:formulier:";
const KEPT_DAYS = 30;

const isDraft = (form) => form.hasAttribute("data-draft");
const storeOf = (form) => (isDraft(form) ? localStorage : sessionStorage);

/** Where it is sent to tells one plan from another. */
function key(form) {
  const { pathname, search } = new URL(form.getAttribute("action") || location.href, location.href);
  return `${PREFIX}${pathname}${search}#${form.dataset.keep}`;
}

function write(store, name, stored) {
  try {
    store.setItem(name, JSON.stringify({ at: Date.now(), ...stored }));
  } catch {
    // A device that keeps nothing, or is full.
  }
}

/** By name: what is kept, and where. */
function all() {
  const found = new Map();
  try {
    for (const store of [sessionStorage, localStorage])
      for (const name of Object.keys(store).filter((one) => one.startsWith(PREFIX)))
        found.set(name, { store, ...JSON.parse(store.getItem(name)) });
  } catch {
    // A device that keeps nothing, or something else's leftovers.
  }
  return found;
}

function keep(form, sent) {
  const typed = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  write(storeOf(form), key(form), { user: document.body.dataset.user, sent, typed });
}

/** This page is the answer to what was sent last: it says that it never arrived, or else it did. */
function settle(found) {
  const arrived = !document.querySelector("[data-not-received]");
  for (const [name, { store, ...stored }] of found) {
    const isOld = stored.at < Date.now() - KEPT_DAYS * 86400000;
    if (isOld || (stored.sent && arrived)) store.removeItem(name);
    else if (stored.sent) write(store, name, { ...stored, sent: false });
  }
}

/** With what the form began from too: when others wrote meanwhile, the server shows both. A tick is given anew. */
function refill(form, typed) {
  for (const [name, value] of typed) {
    const control = form.elements[name];
    if (control && control.type !== "checkbox") control.value = value;
  }
}

/** Whether anything but what goes along unseen was typed over. */
function differs(form, typed) {
  return typed.some(([name, value]) => {
    const control = form.elements[name];
    return control && control.type !== "hidden" && control.type !== "checkbox" && "value" in control && control.value !== value;
  });
}

function tell(form) {
  const box = document.createElement("div");
  box.className = "plain-alert plain-alert--warning split";
  box.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = isDraft(form)
    ? "Hier staat weer wat u eerder typte. Het is nog niet opgeslagen."
    : "Hier staat weer wat u typte voordat u opnieuw moest inloggen. Het is nog niet verstuurd.";
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button-as-link", textContent: "Weggooien" });
  button.addEventListener("click", () => {
    storeOf(form).removeItem(key(form));
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
    return stored && !stored.sent && stored.user === document.body.dataset.user && differs(form, stored.typed);
  });
  for (const form of back) {
    refill(form, found.get(key(form)).typed);
    tell(form);
  }
  if (back.length) open(back[0]);
  document.addEventListener("submit", ({ target }) => target.matches("form[data-keep]") && keep(target, true));
  document.addEventListener("input", ({ target }) => target.form?.matches("form[data-keep][data-draft]") && keep(target.form, false));
}

start();
