"""What became of the plans of the demo data, all together: the steps they took, counted back from today so that there
is always something to do, or on a day that was published; what was reported on them, and how they stand after it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.regions.models import Municipality
from nhveilig.seeding.rows import complete, known
from nhveilig.seeding.sheets import SheetRow
from themes.models import (
    Activity,
    ImplementationPlan,
    IntendedResult,
    Outlook,
    PlanStep,
    ProgressUpdate,
    ResultTarget,
    Standing,
)
from themes.progress.breakdowns import divided
from themes.progress.counting import Subject, count, name_of_subject
from themes.progress.exceptions import ProgressRefused
from themes.progress.validators import check_day, check_figure, check_plan, check_words
from themes.seeding.folders import PlanFolder

Status = ImplementationPlan.Status
SHEET = "progress.csv"
# The column that names a part of the plan, its table, and what it is called there.
KINDS = {"code": (ResultTarget, "code"), "activity": (Activity, "order"), "result": (IntendedResult, "order")}


@dataclass
class Known:
    """What a report may name: parts by plan and column, and what the sheet of a plan reported above it."""

    subjects: dict[tuple[int, str], dict[str, Subject]]
    users: dict[str, User | None]
    municipalities: dict[str, Municipality]
    earlier: dict[int, dict[str, ProgressUpdate]] = field(default_factory=lambda: defaultdict(dict))


def seed(folders: Iterable[PlanFolder]) -> None:
    """The reports on every plan nobody has reported on, and nobody has worked in. Raises FileRefused."""
    waiting = _waiting([folder for folder in folders if (folder.path / SHEET).exists()])
    if not waiting:
        return
    known = _known([plan for _, plan in waiting])
    updates = [update for folder, plan in waiting for update in _updates(folder, plan, known)]
    # What is corrected is stored before its correction.
    ProgressUpdate.objects.bulk_create(update for update in updates if update.corrects is None)
    ProgressUpdate.objects.bulk_create(update for update in updates if update.corrects)
    corrected = [update.corrects_id for update in updates if update.corrects]
    ProgressUpdate.objects.filter(pk__in=corrected).update(state=ProgressUpdate.State.CORRECTED)
    Standing.objects.bulk_create(_standings(updates))


def _waiting(folders: list[PlanFolder]) -> list[tuple[PlanFolder, ImplementationPlan]]:
    untouched = ImplementationPlan.objects.filter(version=1, progressupdate_set=None)
    themes = [folder.plan.theme_id for folder in folders]
    stored = {(plan.theme_id, plan.year): plan for plan in untouched.filter(theme__in=themes)}
    found = ((folder, stored.get((folder.plan.theme_id, folder.plan.year))) for folder in folders)
    return [(folder, plan) for folder, plan in found if plan]


def _known(plans: list[ImplementationPlan]) -> Known:
    subjects: dict[tuple[int, str], dict[str, Subject]] = defaultdict(dict)
    for column, (model, name) in KINDS.items():
        for part in model.objects.present().filter(plan__in=plans):
            subjects[part.plan_id, column][str(getattr(part, name))] = part
    return Known(subjects, reporters(), {place.code: place for place in Municipality.objects.all()})


def _updates(folder: PlanFolder, plan: ImplementationPlan, known: Known) -> Iterator[ProgressUpdate]:
    for row in folder.sheet(SHEET):
        update = _update(row, plan, known)
        _check(row, plan, update)
        known.earlier[plan.pk][row.text("order")] = update
        yield update


def _update(row: SheetRow, plan: ImplementationPlan, known: Known) -> ProgressUpdate:
    subject, on = _subject(row, plan, known), row.day("on")
    update = ProgressUpdate(
        plan=plan,
        municipality=row.lookup_or_none("municipality", known.municipalities, "deze gemeente"),
        on=on,
        course=row.choice("course", Outlook) if row.text("course", required=False) else "",
        corrects=_corrected(row, subject, known),
        reported_by=row.lookup_or_none("by", known.users, "deze gebruiker"),
        reported_at=noon(on),
        **{name_of_subject(subject): subject},
        **row.values(ProgressUpdate, "words evidence unchanged reason"),
    )
    update.figure = row.figure("value")
    if row.has("breakdown"):
        update.breakdown = row.text("breakdown", required=False)
    return update


def _subject(row: SheetRow, plan: ImplementationPlan, known: Known) -> Subject:
    named = [column for column in KINDS if row.text(column, required=False)]
    if len(named) != 1:
        row.fail("code", "Vul precies één van de kolommen code, activity en result in.")
    column = named[0]
    return row.lookup(column, known.subjects[plan.pk, column], "dit deel van het plan")


def _corrected(row: SheetRow, subject: Subject, known: Known) -> ProgressUpdate | None:
    above = known.earlier[subject.plan_id]
    corrected = row.lookup_or_none("corrects", above, "deze eerdere melding")
    if corrected is None:
        return None
    if corrected.subject != subject:
        row.fail("corrects", "Die melding gaat over iets anders. Noem een melding over hetzelfde.")
    if corrected.corrects:
        row.fail("corrects", "Dit is zelf een verbetering. Noem de eerste melding.")
    if any(update.corrects is corrected for update in above.values()):
        row.fail("corrects", "Die melding is al verbeterd. Verwijder een van beide verbeteringen.")
    if not row.text("reason", required=False):
        row.fail("reason", "Een verbetering heeft een reden. Schrijf op waarom.")
    return corrected


def _check(row: SheetRow, plan: ImplementationPlan, update: ProgressUpdate) -> None:
    """As whoever reports on a page is checked; but it is never too late, or too early, for the demo data."""
    try:
        check_plan(plan)
        check_day(plan, update.on, today=update.on)
        check_figure(update.subject, update.figure, update.municipality)
        update.breakdown = divided(update.subject, update.figure, update.breakdown)
        if not update.unchanged:
            check_words(update.subject, update.words, update.figure, update.course)
    except ProgressRefused as refusal:
        row.fail(refusal.field if row.has(refusal.field) else "order", str(refusal))


def _standings(updates: list[ProgressUpdate]) -> Iterator[Standing]:
    """Of each subject, and each municipality it is counted in, after its last report."""
    corrected = {update.corrects_id for update in updates}
    of_subject: dict[tuple[object, ...], list[ProgressUpdate]] = defaultdict(list)
    for update in sorted(updates, key=lambda update: (update.on, update.pk)):
        if update.pk not in corrected:
            of_subject[update.subject_place, update.municipality_id].append(update)
    return (count(updates[-1].subject, updates) for updates in of_subject.values())


def take_steps(folders: Iterable[PlanFolder]) -> None:
    """Put every plan with a `steps.csv` where its last step leads. Raises FileRefused.

    The steps of the demo data are not checked: the published plans miss an owner here and there.
    """
    users = reporters()
    taken = {folder: list(_steps(folder, users)) for folder in folders if (folder.path / "steps.csv").exists()}
    PlanStep.objects.bulk_create(step for steps in taken.values() for step in steps)
    complete(
        [folder.plan for folder, steps in taken.items() if steps], ["status", "consultation_ends_on", "adopted_on"]
    )


def reporters() -> dict[str, User | None]:
    """By name; of an account that somebody removed nobody."""
    return {name: user if user.pk else None for name, user in known(User, "username").items()}


def noon(day: date) -> datetime:
    """When it happened, of what is known by its day alone."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def _steps(folder: PlanFolder, users: dict[str, User | None]) -> Iterator[PlanStep]:
    """Takes them, too: the plan is where the last one leads. A step is of the day in `taken_on`, a column that may be
    left out, or of so many days ago."""
    plan = folder.plan
    for row in folder.sheet("steps.csv"):
        on = row.day_or_none("taken_on") if row.has("taken_on") else None
        ends_in = row.integer("ends_in_days") if row.text("ends_in_days", required=False) else None
        step = PlanStep(
            plan=plan,
            from_status=plan.status,
            to_status=row.choice("to_status", Status),
            taken_by=row.lookup("taken_by", users, "deze gebruiker"),
            taken_at=noon(on) if on else timezone.now() - timedelta(days=row.integer("days_ago")),
            reason=row.text("reason", required=False),
            ends_on=None if ends_in is None else timezone.localdate() + timedelta(days=ends_in),
        )
        plan.status, plan.consultation_ends_on = step.to_status, step.ends_on
        plan.adopted_on = on if plan.status == Status.ADOPTED else None
        yield step
