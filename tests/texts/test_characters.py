"""What nobody can see goes, whatever way a text comes in; what no font can print is named with its place."""

import unicodedata

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from nhveilig.texts.characters import (
    drawable,
    for_print,
    refuse_unprintable,
    tidied,
    tidied_html,
    unprintable,
)
from nhveilig.texts.forms import CharField, printable
from nhveilig.texts.models import TidyMixin

# Rooms whose texts are written by the portal itself: the state of a job, the key of a copy, a search index.
OWN_WORDS = {"caching", "jobs", "imports", "search", "seeding", "trail"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("e\u0301e\u0301n, Su\u0301dwest", "één, Súdwest"),
        ("regel\u2028regel", "regel\nregel"),
        ("alinea\u2029alinea", "alinea\nalinea"),
        ("regel\x0bregel", "regel\nregel"),
        ("blad\x0cblad", "blad\nblad"),
        ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
        ("bel\x07 \x1bescape \0nul", "bel escape nul"),
        ("zero\u200bwidth\u2060\ufeff", "zerowidth"),
        ("vei\u00adlig\u00adheid", "veiligheid"),
        ("\u202eomgekeerd\u202c \u200flinks", "omgekeerd links"),
        ("hart \u2764\ufe0f en a\ufe0e", "hart \u2764 en a"),
        ("\uf0b7 eerste \uf0a7 tweede \uf0e0 derde", "• eerste ▪ tweede → derde"),
        ("o\ufb03cieel, \u0133s", "officieel, ijs"),
        ("half \ud83d teken", "half  teken"),
        ("hier stond \ufffc een plaatje", "hier stond  een plaatje"),
        (
            "gezin \U0001f468\u200d\U0001f469\u200d\U0001f467 en a\u200db",
            "gezin \U0001f468\u200d\U0001f469\u200d\U0001f467 en ab",
        ),
        ("Ελλάδα, Москва, ≥ 3, € 5, CO₂, naïef", "Ελλάδα, Москва, ≥ 3, € 5, CO₂, naïef"),
    ],
)
def test_what_nobody_sees_goes(typed, stored):
    assert tidied(typed) == stored


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    once = tidied(text)
    assert tidied(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_an_accent_never_joins_the_end_of_a_tag():
    assert tidied_html("<b>\u0338x</b>") == "<b>\u0338x</b>"
    assert for_print("<b>\u0338x</b>").startswith("<b>")


def test_every_latin_letter_that_is_not_looked_at_can_be_drawn():
    looked_past = [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x132), *range(0x134, 0x180)]
    assert [chr(code) for code in looked_past if chr(code) not in drawable()] == []


@pytest.mark.parametrize(
    "text",
    [
        "👍 🚀 ✅ ⚠️",
        "Ελλάδα ἄνθρωπος",
        "Привет Україна",
        "→ ⇒ ★ ☐ ☑ ✓ ✗ ➢ ❖",
        "≤ ≥ ≈ ∑ √ 𝔸",
        "🇳🇱 👩‍💻 👍🏽 1️⃣",
        "½ № ™ ‰ ﬁ",
    ],
)
def test_latin_greek_cyrillic_symbols_and_emoji_can_be_printed(text):
    assert unprintable(tidied(text)) == []


@pytest.mark.parametrize("text", ["漢字", "مرحبا", "שלום", "\ue000", "สวัสดี", "a\ufffd"])
def test_anything_else_is_refused_with_its_place_and_what_to_do(text):
    with pytest.raises(ValidationError) as refused:
        printable(f"In de aanpak staat {text} midden in de zin")

    assert "In de aanpak staat" in refused.value.message
    assert (
        f"U+{ord(text[-1] if text.startswith('a') else text[0]):04X}" in refused.value.message
        or "U+" in refused.value.message
    )
    assert "Haal het weg" in refused.value.message


def test_what_is_printed_keeps_every_word():
    text = "Actie 👍🏽, vlag 🇳🇱, toets 1️⃣ en 👩‍💻"
    assert for_print(text).replace("\ufe0e", "") == "Actie 👍, vlag NL, toets 1 en 👩💻"
    refuse_unprintable(for_print(text))


def text_columns():
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in {"agenda", "formation", "nhveilig", "reports", "themes"}:
            continue
        if OWN_WORDS & set(model.__module__.split(".")):
            continue
        for column in model._meta.concrete_fields:
            is_text = type(column).__name__ in ("CharField", "TextField") and not column.choices
            if is_text and column.model._meta.app_label != "auth" and column.name not in ("username", "password"):
                yield f"{model._meta.label}.{column.name}", column


def test_every_column_in_which_people_write_tidies():
    technical = (
        "sha256",
        "hash",
        "key",
        "state",
        "stage",
        "error",
        "part",
        "table",
        "led_to",
        "account",
        "path",
        "media_type",
    )
    bare = [
        name for name, column in text_columns() if not isinstance(column, TidyMixin) and not name.endswith(technical)
    ]

    assert bare == []
    assert len(list(text_columns())) > 100


def test_a_column_tidies_in_every_way_to_store(db):
    from nhveilig.regions.models import PoliceUnit

    PoliceUnit.objects.bulk_create([PoliceUnit(code="RE98", name="Su\u0301d\u200b", slug="re98", order=98)])
    assert PoliceUnit.objects.get(code="RE98").name == "Súd"

    PoliceUnit.objects.filter(code="RE98").update(name="no\u0301ord\u00ad")
    assert PoliceUnit.objects.get(name="no\u0301ord").name == "nóord"

    unit = PoliceUnit.objects.get(code="RE98")
    unit.name = "a\u2028b"
    unit.save()
    assert unit.name == "a b"


def test_no_migration_knows_the_columns():
    from nhveilig.texts.models import CharField as Column

    assert Column(max_length=3).deconstruct()[1] == "django.db.models.CharField"
    assert isinstance(Column(max_length=3).formfield(), CharField)
    assert isinstance(Column(max_length=3), models.CharField)
