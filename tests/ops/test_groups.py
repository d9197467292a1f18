"""What shares something expensive runs in one worker of the suite."""

import os

import pytest


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one process runs everything")
def test_the_workers_know_the_groups(request: pytest.FixtureRequest) -> None:
    """Without its group in the name, each worker would start a portal and a browser of its own and render every PDF."""
    assert request.node.nodeid.endswith("@processes")
