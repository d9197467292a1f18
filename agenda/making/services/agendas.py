"""Making an agenda: a new one, its adoption, its end, and the targets of its years. What cannot be raises Refused."""

from collections.abc import Callable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from agenda.exceptions import Refused, refuse_impossible, refuse_other_years
from agenda.making.services.copying import copy_into
from agenda.making.validators import why_kept
from agenda.models import Indicator, SafetyAgenda, Target
from nhveilig.accounts.models import User
from nhveilig.editing.changes import Writer
from nhveilig.editing.history import History
from nhveilig.editing.services import add_row, lock_row, mark_rows
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.trail.kinds import Kind as Trail
from nhveilig.trail.services import Subject, record

# By year; None for no target.
Figures = Mapping[int, Figure | None]


@transaction.atomic
def create_agenda(
    *, agenda: SafetyAgenda, basis: SafetyAgenda | None, with_targets: bool, by: User | None
) -> SafetyAgenda:
    """Store a new agenda as a draft, with what `basis` has in it: nothing of what was realised."""
    # Of two at once the second sees the first.
    list(SafetyAgenda.objects.select_for_update(no_key=True).order_by("pk"))
    agenda.slug, agenda.is_draft = f"veiligheidsagenda-{agenda.start_year}-{agenda.end_year}", True
    try:
        agenda.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    add_row(row=agenda, by=Writer(by), history=History.of)
    if basis:
        copy_into(agenda, basis, with_targets=with_targets)
    return agenda


@transaction.atomic
def adopt_agenda(*, agenda: SafetyAgenda, store: Callable[[], object], by: User | None = None) -> None:
    """From now on it holds. `store` puts in the day and who adopted it, and may raise what keeps all of it out."""
    found = lock_row(agenda)
    if not found.is_draft:
        raise Refused("Deze agenda is al vastgesteld.")
    if not found.objectives.exists():
        raise Refused("Deze agenda heeft nog geen doelen. Voeg eerst de doelen toe.")
    store()
    found.refresh_from_db()
    mark_rows([found], is_draft=False)
    subject, facts = Subject("agenda", found.pk, str(found)), {"adopted_on": found.adopted_on}
    record(kind=Trail.ADOPTED, subject=subject, by=by, facts=facts)


@transaction.atomic
def delete_agenda(*, agenda: SafetyAgenda) -> None:
    """Only a draft on which nothing hangs but what it is made of."""
    found = lock_row(agenda)
    if not found.is_draft:
        raise Refused("Een vastgestelde agenda blijft bewaard. U kunt haar wel beëindigen.")
    if why := why_kept(found):
        raise Refused(f"“{found}” blijft staan. {why}")
    found.delete()


def refuse_end(agenda: SafetyAgenda, ended_on: date) -> None:
    if ended_on.year not in agenda.years:
        raise Refused(
            f"{agenda} loopt van {agenda.start_year} tot en met {agenda.end_year}. Kies een dag in die jaren.",
            "ended_on",
        )


@transaction.atomic
def fill_targets(*, indicator: Indicator, figures: Figures, seen: Mapping[int, str]) -> int:
    """Put targets in the years of `figures`; how many changed. `seen` says by year what the writer saw there.

    Once an agenda is adopted a target that is there changes with a reason only: `revise_target`.
    """
    agenda = lock_row(indicator).objective.agenda
    known = {target.year: target for target in indicator.targets.exclude(year=None)}
    changed = 0
    for year, figure in figures.items():
        target = known.get(year)
        standing = target.figure if target else None
        if figure == standing:
            continue
        refuse_other_years(agenda, year)
        _refuse_overwriting(agenda, year, standing, seen.get(year, ""))
        _store(indicator, year, target, figure)
        changed += 1
    return changed


def _refuse_overwriting(agenda: SafetyAgenda, year: int, standing: Figure | None, seen: str) -> None:
    if (now := written(standing)) != seen:
        message = f"Intussen is het streefcijfer van {year} gewijzigd in {now or 'leeg'}. Kijk of uw cijfer nog klopt."
        raise Refused(message, str(year))
    if standing and not agenda.is_draft:
        message = f"Het streefcijfer van {year} is vastgesteld. Wijzig het met een reden en een datum."
        raise Refused(message, str(year))


def _store(indicator: Indicator, year: int, target: Target | None, figure: Figure | None) -> None:
    if figure is None:
        target.delete()
        return
    try:
        refuse_impossible(indicator, figure)
    except Refused as refused:
        raise Refused(str(refused), str(year)) from None
    target = target or Target(indicator=indicator, year=year)
    # What was said of the old figure says nothing of this one.
    target.figure, target.note = figure, ""
    target.save()


def as_target(figure: Figure) -> Figure | None:
    """What was typed, as it is kept: nothing is no target."""
    return None if figure.qualifier == Qualifier.BLANK else figure


def written(figure: Figure | None) -> str:
    """What its reader sees of it."""
    return figure.text() if figure else ""
