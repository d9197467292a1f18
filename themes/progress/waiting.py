"""What waits for a check, as pages show it: all of an eenheid to staff, and on each subject to who may know of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, Q

from nhveilig.accounts.access import Access
from nhveilig.accounts.names import name_of
from nhveilig.figures.units import with_unit
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Municipality, PoliceUnit
from themes.models import Attachment, ImplementationPlan, ProgressUpdate, Standing
from themes.models.progress import ProgressUpdateQuerySet
from themes.progress.counting import Subject, name_of_subject
from themes.progress.standings import AboutSubject, SubjectStanding, subject_url

# What a report is of: its subject, and in which municipality.
Place = tuple[tuple[str, int], int | None]
READ_WITH = ("municipality", "reported_by", "on_behalf_of", "prepared_by", "corrects")


def figure_said(figure: Figure, subject: Subject) -> str:
    """`12 controles`; of what adds up `12 controles erbij`."""
    text = with_unit(figure, getattr(subject, "unit", ""))
    return f"{text} erbij" if subject.adds_up and figure.is_known else text


@dataclass(frozen=True)
class WaitingReport(AboutSubject):
    """`standing`: what counts now in its place."""

    update: ProgressUpdate
    subject: Subject
    standing: Standing | None = None

    @property
    def figure_text(self) -> str:
        return figure_said(self.update.figure, self.subject)

    @property
    def reporter(self) -> str:
        return name_of(self.update.reported_by, self.update)

    @property
    def shown(self) -> SubjectStanding:
        return SubjectStanding(self.subject, self.standing)

    @property
    def place_in_address(self) -> str:
        return f"?gemeente={self.update.municipality.code}" if self.update.municipality else ""

    @cached_property
    def url(self) -> str:
        """Where it stands among the other reports."""
        return f"{subject_url(self.subject, self.update.municipality)}#melding-{self.update.pk}"


@dataclass(frozen=True)
class WaitingGroup:
    """Of one plan, the oldest first."""

    plan: ImplementationPlan
    rows: list[WaitingReport]


def reports_in(police_unit: PoliceUnit) -> ProgressUpdateQuerySet:
    """Each with its plan and its subject; two queries."""
    return (
        ProgressUpdate.objects.filter(plan__theme__plan__police_unit=police_unit)
        .select_related("plan__theme__plan__police_unit", "activity", "result", "target", *READ_WITH)
        .prefetch_related(Prefetch("attachments", Attachment.objects.for_list()))
    )


def to_check(police_unit: PoliceUnit) -> list[WaitingGroup]:
    """All that waits in an eenheid, by plan. Three queries."""
    found = list(
        reports_in(police_unit).waiting().order_by("-plan__year", "plan__theme__number", "plan", "reported_at", "pk")
    )
    standings = _standings(found)
    groups: dict[int, WaitingGroup] = {}
    for update in found:
        subject = update.subject
        # Read with its theme and eenheid already.
        subject.plan = update.plan
        group = groups.setdefault(update.plan_id, WaitingGroup(update.plan, []))
        group.rows.append(WaitingReport(update, subject, standings.get(_place(update))))
    return list(groups.values())


def _standings(updates: Iterable[ProgressUpdate]) -> dict[Place, Standing]:
    of = Q(pk__in=[])
    for name, pk in {update.subject_place for update in updates}:
        of |= Q(**{name: pk})
    return {_place(one): one for one in Standing.objects.filter(of)}


def _place(one: ProgressUpdate | Standing) -> Place:
    return one.subject_place, one.municipality_id


def waiting_on(plan: ImplementationPlan, access: Access) -> dict[Place, list[ProgressUpdate]]:
    """What the visitor may know of. One query."""
    found = ProgressUpdate.objects.waiting().readable_by(access).filter(plan=plan)
    return _by_place(found)


def waiting_for_town(town: Municipality, targets: Iterable[int], access: Access) -> dict[Place, list[ProgressUpdate]]:
    """The same, of what one municipality promised. One query."""
    found = ProgressUpdate.objects.waiting().readable_by(access).filter(municipality=town, target__in=targets)
    return _by_place(found)


def waiting_at(
    waiting: Mapping[Place, Sequence[ProgressUpdate]], subject: Subject, municipality: Municipality | None = None
) -> list[WaitingReport]:
    """Of what was read with `waiting_on()` or `waiting_for_town()`."""
    place = (name_of_subject(subject), subject.pk), municipality.pk if municipality else None
    return [WaitingReport(update, subject) for update in waiting.get(place, ())]


def _by_place(found: ProgressUpdateQuerySet) -> dict[Place, list[ProgressUpdate]]:
    places: dict[Place, list[ProgressUpdate]] = {}
    for update in found.select_related(*READ_WITH).order_by("on", "pk"):
        places.setdefault(_place(update), []).append(update)
    return places
