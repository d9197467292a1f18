"""How pytest itself is set up."""

import os
import subprocess
import sys
from pathlib import Path

from tests.databases import ROOT

CONFTEST = "import pytest\n@pytest.fixture(autouse=True)\ndef world():\n    pytest.world = True\n"
ASKS = "import pytest\ndef test_world():\n    assert pytest.__dict__.pop('world', False)\n"
FILES = {
    "room/conftest.py": CONFTEST,
    "room/test_a.py": ASKS,
    "room/test_c.py": ASKS,
    "test_b.py": "def test_nothing(): pass\n",
}


def test_a_file_finds_what_its_folder_shares_wherever_it_is_named(tmp_path: Path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    named = ["room/test_a.py", "test_b.py", "room/test_c.py::test_world"]
    asked = [sys.executable, "-m", "pytest", "-p", "tests.kinds", "--rootdir", str(tmp_path), "-q", *named]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    run = subprocess.run(asked, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
