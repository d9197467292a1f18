from datetime import date

from django.db import transaction

from agenda.exceptions import Overtaken, Refused, refuse_impossible
from agenda.models import RegionalTarget, Target, TargetRevision
from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.editing.exceptions import FieldConflict
from nhveilig.figures.formats import date_long
from nhveilig.figures.values import Figure


@transaction.atomic
def revise_target(
    *,
    target: Target | RegionalTarget,
    figure: Figure,
    reason: str,
    revised_on: date,
    by: User | None,
    replaces: Figure | None = None,
) -> TargetRevision:
    """Change a target mid-term; what it was stays as a revision. `replaces` is the figure the writer had before him."""
    current = type(target).objects.select_for_update().select_related("indicator__objective__agenda").get(pk=target.pk)
    _refuse_stale(current, figure, by, replaces)
    refuse_impossible(current.indicator, figure)
    if not reason.strip():
        raise Refused("Schrijf waarom het streefcijfer verandert, en wie dat heeft besloten.", "reason")
    _refuse_day(current, revised_on)
    if figure == current.figure and getattr(current, "upper", None) is None:
        raise Refused(f"Het streefcijfer is al {current.figure.text()}.", "figure")
    kept = {"target" if isinstance(current, Target) else "regional_target": current}
    revision = TargetRevision(reason=reason.strip(), revised_on=revised_on, revised_by=by, **kept)
    revision.figure, revision.upper = current.figure, getattr(current, "upper", None)
    revision.save()
    current.figure = figure
    if isinstance(current, RegionalTarget):
        current.upper = None
    current.save()
    return revision


def _refuse_stale(current: Target | RegionalTarget, figure: Figure, by: User | None, replaces: Figure | None) -> None:
    if replaces is None or replaces == current.figure:
        return
    last = current.revisions.select_related("revised_by").order_by("revised_on", "pk").last()
    raise Overtaken(
        f"Intussen is dit streefcijfer gewijzigd in {current.figure.text() or 'leeg'}. "
        "Controleer of uw wijziging nog klopt.",
        FieldConflict(
            part="",
            field="figure",
            where=str(current),
            mine=figure.text(),
            theirs=current.figure.text(),
            version=0,
            changed_by=name_of(last and last.revised_by),
            changed_at=None,
            same_person=bool(by and last and last.revised_by_id == by.pk),
        ),
    )


def _refuse_day(current: Target | RegionalTarget, revised_on: date) -> None:
    agenda = current.indicator.objective.agenda
    first = agenda.adopted_on or date(agenda.start_year, 1, 1)
    if revised_on < first:
        raise Refused(f"De wijziging kan niet ingaan voor {date_long(first)}, toen de agenda werd vastgesteld.", "day")
    newest = current.revisions.order_by("-revised_on").first()
    if newest and revised_on < newest.revised_on:
        raise Refused(
            f"Dit streefcijfer is al gewijzigd per {date_long(newest.revised_on)}; kies die dag of later.", "day"
        )
