"""Rows of which every change is a decision: beside their history it stands in the trail."""

from collections.abc import Iterable

from django.db.models import Model
from django.utils.text import capfirst

from nhveilig.editing.changes import Writer
from nhveilig.editing.models import BaseEdit
from nhveilig.trail.kinds import Kind as Trail
from nhveilig.trail.services import Subject, record


def put_down(row: Model, act: BaseEdit.Kind, by: Writer, fields: Iterable[str] = ()) -> None:
    """Of a row whose model says in `TRAIL` what the trail calls it. One that names no eenheid is of the country."""
    if not (kind := getattr(row, "TRAIL", "")):
        return
    unit = row.police_unit.code if row.police_unit else ""
    subject = Subject(kind, row.pk, f"{capfirst(str(row))}: {act.label}")
    facts = {"act": act, "fields": sorted(fields)}
    record(kind=Trail.DECISION, subject=subject, unit=unit, by=by.user, on_behalf_of=by.on_behalf_of, facts=facts)
