"""The same HTML printed to a tagged PDF by headless Chromium, to compare with."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from django.conf import settings

from reports.documents.models import Edition
from reports.documents.rendering import print_page

OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--allow-file-access-from-files",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
    "--no-pdf-header-footer",
]


def seconds_to_print(edition: Edition) -> float | None:
    """Wall-clock seconds including Chromium's own start; None when there is no Chromium here."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "edition.html")
        page.write_text(print_page(edition).replace("/static/", f"file://{settings.BASE_DIR}/static/"), "utf-8")
        output = Path(folder, "edition.pdf")
        command = [chromium, *OPTIONS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={output}", page.as_uri()]
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True, timeout=300)
        taken = time.perf_counter() - start
        if not output.exists():
            return None
    return taken
