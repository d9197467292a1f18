"""A file that is sent along: of how many bytes at most is said beside it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError

from nhveilig.http.forms import UploadField

TOO_LARGE = "Dit bestand is te groot. Maak het kleiner."


def field(**more) -> UploadField:
    return UploadField(largest=3, too_large=TOO_LARGE, accept=".csv", **more)


def test_of_the_largest_size_it_is_taken():
    assert field().clean(SimpleUploadedFile("a.csv", b"abc")).read() == b"abc"
    assert field(required=False).clean(None) is None


@pytest.mark.parametrize(("data", "said"), [(b"abcd", TOO_LARGE), (b"", "leeg")])
def test_larger_or_empty_it_is_refused_in_words(data, said):
    with pytest.raises(ValidationError, match=said):
        field(error_messages={"empty": "Dit bestand is leeg."}).clean(SimpleUploadedFile("a.csv", data))


def test_its_widget_names_what_may_be_chosen():
    assert 'accept=".csv"' in field().widget.render("file", None, field().widget.attrs)
