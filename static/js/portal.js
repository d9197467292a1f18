// The little that every page needs from a script. Everything works without it.

// A failed request of htmx changes nothing on the page; say so instead of leaving the reader waiting.
function report(text) {
  const place = document.getElementById("meldingen");
  if (!place) return;
  const message = document.createElement("p");
  message.className = "plain-alert plain-alert--error";
  message.textContent = text;
  place.replaceChildren(message);
}

document.addEventListener("htmx:sendError", () => {
  report("Er is geen verbinding met de server. Wat u heeft ingevuld staat nog op deze pagina. Probeer het zo nog eens.");
});

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (status === 403) report("U bent niet meer ingelogd of u mag dit niet. Laad de pagina opnieuw.");
  else if (status === 404) report("Dit onderdeel bestaat niet meer. Laad de pagina opnieuw.");
  else report("Er ging iets mis op de server. Er is niets veranderd. Probeer het zo nog eens.");
});
