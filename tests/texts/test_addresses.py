import pytest

from nhveilig.texts.addresses import first_free


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        (set(), "drugs"),
        ({"drugs-2"}, "drugs"),
        ({"drugs"}, "drugs-2"),
        ({"drugs", "drugs-2", "drugs-4"}, "drugs-3"),
    ],
)
def test_the_first_that_is_free(taken, free):
    assert first_free("drugs", taken) == free
