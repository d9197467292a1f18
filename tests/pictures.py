"""Pictures of the main pages for docs/images, and of the steps in the guides for static/help, of the demo data on a
fixed day: `scripts/pictures`; `scripts/pictures help` makes only the latter.

Everything happens in one process that takes it to be that day: making the database, serving it, and looking at it.
"""

import io
import shutil
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import time_machine
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

DAY = "2026-11-30T09:00:00+01:00"
ROOT = Path(__file__).resolve().parents[1]
FOLDER, GUIDES = ROOT / "docs" / "images", ROOT / "static" / "help"
PASSWORD = "samen-veilig-2026"
WIDTHS = (1280, 390)
# Pixels of the page that are shown: the top of it, as whoever opens it sees it and a little more.
HEIGHT = {1280: 1400, 390: 1600}
MOST_BYTES = 150_000
DRUGS, ONRUST = (
    "/uitvoeringsplannen/noord-holland/2026/drugs/",
    "/uitvoeringsplannen/noord-holland/2025/maatschappelijke-onrust/",
)
AGENDA, STRENGTH = "/veiligheidsagenda/veiligheidsagenda-2019-2022/", "/sterkte/noord-holland/"
DOCUMENT = "/documenten/imv-nh-2019-2022/"
# Of the page, and drawn smaller: on a narrower screen tables become something else.
SEEN_IN_GUIDES = {"width": 1200, "height": 675}
PAGES = [
    ("start-projectleider", "projectleider", "/"),
    ("start-burgemeester", "burgemeester", "/"),
    ("start-staf", "staf", "/"),
    ("overzicht", "staf", "/overzicht/noord-holland/2026/"),
    ("thema", "staf", "/overzicht/noord-holland/2026/thema/drugs/"),
    ("gemeente", "burgemeester", "/gemeenten/GM0361/2026/"),
    ("basisteam", "burgemeester", "/overzicht/noord-holland/2026/basisteam/19/"),
    ("gemeenten", "burgemeester", "/gemeenten/?jaar=2026"),
    ("kaart", "staf", "/kaart/noord-holland/"),
    ("plannen", "staf", "/uitvoeringsplannen/?jaar=2026"),
    ("plan-bewerken", "projectleider", "/uitvoeringsplannen/noord-holland/2025/drugs/bewerken/"),
    ("plan-lezen", "staf", DRUGS),
    ("reageren", "burgemeester", f"{ONRUST}reacties/geven/"),
    ("reacties", "staf", f"{ONRUST}reacties/"),
    ("stappen", "staf", f"{ONRUST}stappen/"),
    ("geschiedenis", "projectleider", f"{DRUGS}geschiedenis/"),
    ("voortgang", "projectleider", f"{DRUGS}voortgang/"),
    ("gemeenten-tabel", "staf", "/voortgang/noord-holland/2026/gemeenten/"),
    ("agenda", "staf", AGENDA),
    ("indicator", "staf", f"{AGENDA}indicatoren/2b/om-verdachten/"),
    ("cijfers", "staf", "/cijfers/"),
    ("sterkte", "staf", STRENGTH),
    ("sterkte-vergelijken", "staf", f"{STRENGTH}eenheid/vergelijken/"),
    ("begroting", "staf", "/begroting/noord-holland/2025/begroting/1/"),
    ("documenten", "staf", "/documenten/"),
    ("document", "staf", DOCUMENT),
    ("webeditie", "staf", f"{DOCUMENT}edities/2/"),
    ("was-wordt", "staf", f"{DOCUMENT}edities/2/vergelijken/1/"),
    ("downloads", "staf", "/exports/"),
    ("inlezen", "staf", "/invoer/"),
    ("zoeken", "staf", "/zoeken/?q=wijkagenten"),
    ("mensen", "beheerder", "/mensen/noord-holland/"),
    ("account", "burgemeester", "/account/"),
    ("hulp", "staf", "/hulp/"),
]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None: ...


def main() -> None:
    with time_machine.travel(DAY), make_server("127.0.0.1", 0, _portal(), Server, Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            address = f"http://127.0.0.1:{server.server_port}"
            if sys.argv[1:] != ["help"]:
                _take(browser, address)
            _take_for_guides(browser, address)
        server.shutdown()


def _portal():
    application = get_wsgi_application()
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("seed", verbosity=0)
    return application


def _take(browser: Browser, address: str) -> None:
    pages: dict[str, Page] = {}
    for name, role, path in PAGES:
        page = pages.setdefault(role, None) or _logged_in(browser, address, role)
        pages[role] = page
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT[width]})
            page.goto(address + path)
            page.evaluate("document.fonts.ready")
            _keep(page.screenshot(), FOLDER / f"{name}-{width}.png")


def _take_for_guides(browser: Browser, address: str) -> None:
    """What is below the header, and no picture that no guide names any more."""
    from nhveilig.web.guides.presenters import HEIGHT as HIGH
    from nhveilig.web.guides.presenters import WIDTH
    from nhveilig.web.guides.roles import PICTURES

    GUIDES.mkdir(exist_ok=True)
    for old in GUIDES.glob("*.webp"):
        old.unlink()
    pages: dict[str, Page] = {}
    for one in PICTURES:
        page = pages.get(one.role) or pages.setdefault(one.role, _logged_in(browser, address, one.role))
        page.set_viewport_size(SEEN_IN_GUIDES)
        page.goto(address + one.path)
        page.evaluate("document.fonts.ready")
        top = max(page.locator(one.shows).first.bounding_box()["y"] - 16, 0)
        shot = page.screenshot(full_page=True, clip={"x": 0, "y": top, **SEEN_IN_GUIDES})
        small = Image.open(io.BytesIO(shot)).convert("RGB").resize((WIDTH, HIGH), Image.Resampling.LANCZOS)
        small.save(GUIDES / f"{one.name}.webp", quality=55, method=6)


def _logged_in(browser: Browser, address: str, role: str) -> Page:
    page = browser.new_context(locale="nl-NL", color_scheme="light", reduced_motion="reduce").new_page()
    page.goto(f"{address}/inloggen/")
    page.get_by_label("Gebruikersnaam").fill(role)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(f"{address}/")
    if (known := page.get_by_role("button", name="Toon dit niet meer")).count():
        known.click()
    return page


def _keep(screenshot: bytes, file: Path) -> None:
    """With a palette: a page has few colours, and a picture in the documentation is to be small."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB").quantize(colors=200, dither=Image.Dither.NONE)
    picture.save(file, optimize=True)
    if (size := file.stat().st_size) > MOST_BYTES:
        raise SystemExit(f"{file.name} is {size} bytes; at most {MOST_BYTES}.")


if __name__ == "__main__":
    main()
