"""What can be set of each kind of block: a field for every option, with what there is to choose from here."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.text import capfirst

from agenda.models import Topic
from agenda.periods import REPORTED
from formation.models import StrengthChangeSet, StrengthTable
from nhveilig.editing.fields import LineField
from nhveilig.pictures.forms import PictureChoice
from nhveilig.pictures.models import Picture
from nhveilig.registers.registry import all_registers
from reports.documents.blocks.base import FreezingError, Source
from reports.documents.blocks.fields import ChosenField, IsoDayField, Option, RowsField, SeveralField
from reports.documents.blocks.key_figures import catalogue
from reports.documents.models import Document
from reports.documents.plans.parts import PARTS
from themes.models import ImplementationPlan, PlanText, Project, Theme

Fields = dict[str, forms.Field]
CHARTS = {
    "strength_by_category": "Sterkte naar categorie",
    "strength_change": "Verandering van de sterkte per onderdeel",
    "targets": "Streefcijfers per jaar",
    "distribution": "Verdeling over de eenheden",
}
SHAPES = {"wide": "liggend, 16 bij 9", "square": "vierkant"}
PART_LABELS = dict(PlanText.Kind.choices) | {
    "people": "Wie eraan werken",
    "objectives": "Strategische doelen",
    "activities": "Activiteiten",
    "results": "Beoogde resultaten",
    "targets": "Streefwaarden",
    "links": "Verbanden",
    "decisions": "Gevraagde besluiten",
    "means": "Mensen en middelen",
}


class Choices:
    """What a document can be about, each list read at most once."""

    def __init__(self, document: Document) -> None:
        self.document, self.source = document, Source(document)

    @cached_property
    def years(self) -> list[Option]:
        return [(str(year), str(year)) for year in range(self.document.start_year - 1, self.document.end_year + 2)]

    @cached_property
    def strength_tables(self) -> list[StrengthTable]:
        tables = StrengthTable.objects.adopted().filter(police_unit=self.document.police_unit_id)
        return list(tables.filter(kind=StrengthTable.Kind.ESTABLISHMENT).order_by("series", "reference_date"))

    @property
    def series(self) -> list[Option]:
        return list({one.series: (one.series, one.series_name) for one in self.strength_tables}.values())

    @property
    def reference_dates(self) -> list[Option]:
        days = sorted({one.reference_date for one in self.strength_tables})
        return [(day.isoformat(), f"{day:%d-%m-%Y}") for day in days]

    @cached_property
    def change_sets(self) -> list[Option]:
        found = StrengthChangeSet.objects.present().filter(police_unit=self.document.police_unit_id)
        return [(one.slug, str(one)) for one in found]

    @cached_property
    def indicators(self) -> list[Option]:
        try:
            objectives = self.source.agenda.objectives.all()
        except FreezingError:
            return []
        return [(one.code, capfirst(one.name)) for objective in objectives for one in objective.indicators.all()]

    @cached_property
    def themes(self) -> list[Option]:
        """Of the beleidsplan the document is of."""
        found = Theme.objects.filter(plan=self.document.plan_id) if self.document.plan_id else Theme.objects.none()
        return [(str(one.number), f"{one.number}. {one.title}") for one in found]

    @cached_property
    def plans(self) -> list[ImplementationPlan]:
        years = range(self.document.start_year - 1, self.document.end_year + 2)
        found = ImplementationPlan.objects.filter(theme__plan__police_unit=self.document.police_unit_id, year__in=years)
        return list(found.select_related("theme__plan").order_by("theme__plan__title", "theme__number", "year"))

    @property
    def plan_themes(self) -> list[Option]:
        """The themes that have a uitvoeringsplan about then."""
        found = {one.theme.slug: (one.theme.slug, f"{one.theme.title} ({one.theme.plan})") for one in self.plans}
        return list(found.values())

    @property
    def programmes(self) -> list[Option]:
        return list({one.theme.plan_id: (one.theme.plan.slug, str(one.theme.plan)) for one in self.plans}.values())

    @cached_property
    def projects(self) -> list[Option]:
        found = Project.objects.present().filter(plan__in=self.plans).order_by("plan", "order").values_list("title")
        return [(title, title) for (title,) in dict.fromkeys(found) if title]

    @property
    def registers(self) -> list[Option]:
        return [(one.code, one.title) for one in all_registers() if one.is_block]

    @cached_property
    def pictures(self) -> list[Option]:
        found = Picture.objects.present().filter(police_unit=self.document.police_unit_id).order_by("name", "pk")
        return [(str(pk), name) for pk, name in found.values_list("pk", "name")]

    @cached_property
    def figures(self) -> list[Option]:
        return [(one.slug, f"{one.label}: {one.shown}") for one in catalogue(self.source)]


def of_prose(choices: Choices) -> Fields:
    return {
        "web_only": forms.BooleanField(
            label="Alleen in de webversie", required=False, help_text="Op papier valt het weg. Het krijgt geen nummer."
        )
    }


def of_quote(choices: Choices) -> Fields:
    return {
        "who": LineField(label="Wie het zei", longest=120, required=False),
        "role": LineField(label="Functie of organisatie", longest=160, required=False),
    }


def of_cover(choices: Choices) -> Fields:
    return {
        "senders": LineField(label="Afzenders", longest=200, required=False),
        "picture": _picture(choices, nothing="geen, alleen de tekening"),
    }


def of_picture(choices: Choices) -> Fields:
    return {
        "picture": _picture(choices, nothing="nog geen", required=True),
        "shape": ChosenField(label="Welk deel", choices=SHAPES.items(), nothing="de hele afbeelding"),
    }


def of_foreword(choices: Choices) -> Fields:
    return {
        "signatories": RowsField(
            label="Wie ondertekenen", columns=("role", "name"), help_text="per regel “functie: naam”"
        )
    }


def of_glossary(choices: Choices) -> Fields:
    return {"terms": RowsField(label="Begrippen", columns=("term", "meaning"), help_text="per regel “begrip: uitleg”")}


def of_colophon(choices: Choices) -> Fields:
    return {
        "lines": RowsField(label="Regels", columns=("label", "value"), help_text="per regel “Uitgave: naam”"),
    }


def of_key_figures(choices: Choices) -> Fields:
    return {"figures": SeveralField(label="Cijfers", choices=choices.figures, help_text="Kies er drie tot zes.")}


def of_strength(choices: Choices) -> Fields:
    return {
        "series": ChosenField(label="Reeks", choices=choices.series, nothing="de hele eenheid, op elke peildatum"),
        "reference_date": ChosenField(label="Alleen deze peildatum", choices=choices.reference_dates, nothing="alle"),
    }


def of_series(choices: Choices) -> Fields:
    return {"series": ChosenField(label="Reeks", choices=choices.series, nothing="de hele eenheid")}


def of_changes(choices: Choices) -> Fields:
    return {"change_set": ChosenField(label="Reeks veranderingen", choices=choices.change_sets, required=True)}


def of_chart(choices: Choices) -> Fields:
    return {
        "chart": ChosenField(label="Grafiek", choices=CHARTS.items(), required=True),
        "indicators": SeveralField(
            label="Indicatoren", choices=choices.indicators, help_text="Bij streefcijfers per jaar."
        ),
        "title": LineField(label="Titel van de grafiek", required=False, help_text="Bij streefcijfers per jaar."),
        "indicator": ChosenField(
            label="Indicator", choices=choices.indicators, help_text="Bij de verdeling over de eenheden."
        ),
    }


def of_map(choices: Choices) -> Fields:
    return {"on": IsoDayField(label="Op welke dag", required=False, help_text="Leeg: de eerste dag van de periode.")}


def of_budget(choices: Choices) -> Fields:
    return {
        "beside": ChosenField(
            label="Berekende sommen",
            choices=[("False", "weglaten")],
            nothing="naast de gepubliceerde",
            coerce=lambda text: text == "True",
        )
    }


def of_targets(choices: Choices) -> Fields:
    return {
        "not_printed": RowsField(
            label="Wat de publicatie zelf niet geeft",
            columns=("indicator", "year"),
            numbers=("year",),
            help_text="per regel “code van de indicator: jaar”",
        )
    }


def of_theme(choices: Choices) -> Fields:
    return {"theme": ChosenField(label="Thema", choices=choices.themes, coerce=int, required=True)}


def of_year(choices: Choices) -> Fields:
    return {
        "year": ChosenField(label="Jaar", choices=choices.years, coerce=int, nothing="het eerste jaar van het document")
    }


def of_monitoring(choices: Choices) -> Fields:
    return of_year(choices) | {"period": _period("Periode")}


def of_plan(choices: Choices) -> Fields:
    return _theme(choices) | {
        "parts": SeveralField(
            label="Welke delen",
            choices=[(kind, PART_LABELS[kind]) for kind in PARTS],
            help_text="Kiest u niets, dan staan ze er alle in.",
        ),
    }


def of_progress(choices: Choices) -> Fields:
    return _theme(choices) | {
        "projects": SeveralField(
            label="Alleen deze projecten",
            choices=choices.projects,
            help_text="Kiest u niets, dan komt alles erin.",
        ),
        "deeper": ChosenField(
            label="Wat onder de projecten staat",
            choices=[("False", "weglaten")],
            nothing="ook laten zien",
            coerce=lambda text: text == "True",
        ),
        "heading": LineField(label="Waar de tabel over gaat", required=False, help_text="Staat in het opschrift."),
    }


def of_report(choices: Choices) -> Fields:
    return _theme(choices, nothing="alle thema’s", required=False) | {"until": _period("Tot en met")}


def of_objectives(choices: Choices) -> Fields:
    return {
        "objectives": forms.BooleanField(label="De beleidsdoelstellingen", required=False),
        "topic_groups": SeveralField(label="Onderwerpen", choices=Topic.Group.choices),
    }


def of_register(choices: Choices) -> Fields:
    return {"register": ChosenField(label="Register", choices=choices.registers, required=True)}


def _theme(choices: Choices, **how: Any) -> Fields:
    return {
        "theme": ChosenField(label="Thema", choices=choices.plan_themes, **({"required": True} | how)),
        "policy": ChosenField(
            label="Plan of programma",
            choices=choices.programmes,
            nothing="het enige met dit thema",
            help_text="Alleen nodig als twee plannen een thema met deze naam hebben.",
        ),
        **of_year(choices),
    }


def _picture(choices: Choices, **how: Any) -> forms.Field:
    return ChosenField(
        label="Afbeelding",
        choices=choices.pictures,
        coerce=int,
        widget=PictureChoice,
        **how,
    )


def _period(label: str) -> forms.Field:
    return ChosenField(label=label, choices=[(one.value, one.label) for one in REPORTED], nothing="het hele jaar")
