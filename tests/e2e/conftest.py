"""A browser that looks at a whole portal. Neither touches Django here, so each keeps its own event loop."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.running import PASSWORD, Portal

# Without the windows and menus of a whole browser it takes half the time.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
# Milliseconds. Whoever waits for something waits for it on a machine that does other work as well.
PATIENCE = 45_000
expect.set_options(timeout=PATIENCE)
# Told to every page: what the policy refused.
LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Stopped with the module: while it runs, Django refuses its database in this thread."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def portal_apart(tmp_path_factory: pytest.TempPathFactory, demo_template: str) -> Iterator[Portal]:
    """Another one, of those who take plans further than the tests of the first expect."""
    with Portal(tmp_path_factory.mktemp("apart"), demo_template) as running:
        yield running


class Watched:
    """A page of one visitor, with all that went wrong on it."""

    def __init__(self, context: BrowserContext, portal: Portal) -> None:
        context.add_init_script(LISTEN)
        self.page: Page = context.new_page()
        self.portal = portal
        self.complaints: list[str] = []
        self.asked_for = ""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message) -> None:
        # A page that is refused on purpose is reported too, by its own address.
        if message.type in {"error", "warning"} and message.location["url"] != self.asked_for:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> Page:
        self.asked_for = self.portal.address + path
        self.page.goto(self.asked_for)
        return self.page

    def log_in(self, username: str) -> Page:
        """With the form, or as somebody who is logged in already in another window of this portal."""
        context, known = self.page.context, self.portal.sessions
        context.add_cookies(known.get(username, []))
        page = self.open("/")
        if page.url != self.asked_for:
            self._fill_in(username)
            known[username] = [cookie for cookie in context.cookies() if cookie["name"] == "sessionid"]
        return page

    def _fill_in(self, username: str) -> None:
        page = self.open("/inloggen/")
        page.get_by_label("Gebruikersnaam").fill(username)
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Inloggen").click()
        page.wait_for_url(f"{self.portal.address}/")

    def refused(self) -> list[str]:
        return self.page.evaluate("window.refused")


@pytest.fixture
def visit(browser: Browser, portal: Portal) -> Iterator:
    """`visit()` opens a browser window of its own; keywords are those of a Playwright context."""
    contexts: list[BrowserContext] = []

    def open_window(**options: object) -> Watched:
        contexts.append(browser.new_context(locale="nl-NL", reduced_motion="reduce", **options))
        contexts[-1].set_default_timeout(PATIENCE)
        return Watched(contexts[-1], portal)

    yield open_window
    for context in contexts:
        context.close()
