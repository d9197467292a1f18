from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture
def keeping(settings) -> Iterator[None]:
    """A cache that keeps, empty at first; elsewhere in the suite every page is made anew."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"}}
    cache.clear()
    yield
    cache.clear()
