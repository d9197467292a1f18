"""What each kind of block asks, and that what is set freezes as before."""

import pytest

from nhveilig.editing.changes import FieldChange
from nhveilig.editing.exceptions import SaveRefused
from nhveilig.editing.fields import text_of
from nhveilig.editing.rows import standing
from reports.documents.blocks import BLOCK_TYPES, FreezingError, Source
from reports.documents.blocks.kinds import KINDS, in_groups
from reports.documents.blocks.options import Choices
from reports.documents.desk import services
from reports.documents.desk.placing import Spot
from reports.documents.desk.rows import form_of, key_of
from reports.documents.models import Block, Document

pytestmark = pytest.mark.django_db


def option_fields(block: Block) -> dict:
    asked = KINDS[block.kind].options(Choices(block.document))
    written = {name: field for name, field in form_of(block).base_fields.items() if name.startswith("options-")}
    return {f"options-{name}": field for name, field in asked.items()} | written


def set_option(block: Block, name: str, text: str, by) -> None:
    change = FieldChange(key_of(block), f"options-{name}", text, block.version_of(f"options-{name}"))
    services.save_row(row=block, fields=option_fields(block), changes=[change], by=by)
    block.refresh_from_db()


def test_every_kind_that_freezes_is_declared_and_the_other_way_round():
    assert KINDS.keys() == BLOCK_TYPES.keys()
    assert sum(len(kinds) for _, kinds in in_groups(KINDS.values())) == len(KINDS)


def test_every_option_of_the_demo_reads_back_as_itself(demo):
    """Opening what is set and saving it again changes nothing, so all of it can be set in the browser."""
    untold = {"programme", "pictures"}
    seen = set()
    for document in Document.objects.all():
        for block in document.blocks.all():
            fields = option_fields(block)
            assert block.options.keys() - untold <= {name.removeprefix("options-") for name in fields}, block
            for name, field in fields.items():
                if (stored := standing(block, name)) is not None:
                    assert field.clean(field.widget.value_from_datadict(*_sent(field, name, stored))) == stored, name
                    seen.add((block.kind, name))
    assert len(seen) > 20


def _sent(field, name, stored):
    shown = text_of(field, stored)
    data = _Data({name: shown, f"opmaak-{name}": "html"})
    return data, {}, name


class _Data(dict):
    def getlist(self, name):
        return self[name].split(",")


def test_an_option_is_saved_by_itself_and_what_a_colleague_set_meanwhile_is_not_undone(document, by, block):
    quote = services.add_block(document=document, kind="quote", by=by, spot=Spot(block("samen")))
    stale = Block.objects.get(pk=quote.pk)
    set_option(quote, "who", "Noor", by)
    set_option(stale, "role", "wijkagent", by)
    assert stale.options == {"who": "Noor", "role": "wijkagent"}
    change = FieldChange(key_of(quote), "options-who", "Iemand", 0)
    with pytest.raises(SaveRefused):
        services.save_row(row=quote, fields=option_fields(quote), changes=[change], by=by)
    set_option(stale, "role", "", by)
    assert stale.options == {"who": "Noor"}


def test_lines_of_a_list_say_which_line_is_wrong(document, by):
    glossary = services.add_block(document=document, kind="glossary", title="Begrippen", by=by)
    set_option(glossary, "terms", "RIEC: een centrum\nIVP: een plan: van een gemeente", by)
    assert glossary.options["terms"] == [
        {"term": "RIEC", "meaning": "een centrum"},
        {"term": "IVP", "meaning": "een plan: van een gemeente"},
    ]
    with pytest.raises(SaveRefused, match="Regel 2"):
        set_option(glossary, "terms", "RIEC: een centrum\nIVP", by)


def test_key_figures_are_those_of_the_tables(demo):
    source = Source(demo)
    block = Block(document=demo, kind="key_figures", anchor="kern", title="Kern")
    codes = [code for code, _ in Choices(demo).figures]
    chosen = [one for one in codes if one.startswith("strength_table/")][-3:]
    block.options = {"figures": chosen}
    content = BLOCK_TYPES["key_figures"](block, source)
    table = BLOCK_TYPES["strength_table"](Block(anchor="t"), source)["tables"][0]
    total = next(row for row in table["rows"] if row["role"] == "total")
    assert [one["text"] for one in content["figures"]] == [cell["text"] for cell in total["cells"][-3:]]
    for few in (chosen[:2], codes[:7]):
        block.options = {"figures": few}
        with pytest.raises(FreezingError, match="drie tot zes"):
            BLOCK_TYPES["key_figures"](block, source)
    block.options = {"figures": ["strength_table/weg/weg", *chosen]}
    with pytest.raises(FreezingError, match="niet meer"):
        BLOCK_TYPES["key_figures"](block, source)


def test_what_is_said_of_a_project_stands_under_its_name(document, by, block):
    results = services.add_block(document=document, kind="theme_progress", by=by, spot=Spot(block("samen")))
    text = "<h3>Havens &amp; sluizen</h3><p>Af.</p><h3>Leeg</h3>"
    set_option(results, "texts", text, by)
    assert results.options == {"texts": {"Havens & sluizen": "<p>Af.</p>"}}
    assert text_of(option_fields(results)["options-texts"], results.options["texts"]) == text.removesuffix(
        "<h3>Leeg</h3>"
    )
    with pytest.raises(SaveRefused, match="naam van het project"):
        set_option(results, "texts", "<p>Zo maar.</p>", by)
