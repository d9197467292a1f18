"""Loading the demo data again never undoes what somebody did, and goes on following the fixtures elsewhere."""

import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

import agenda.seeding
import formation.seeding
import nhveilig.accounts.seeding
import reports.documents.seeding
import themes.budgets.seeding
import themes.seeding
import themes.seeding.plans
from agenda.models import Agreement, Indicator, Measurement, RegionalTarget, Target
from formation.models import StrengthCell, StrengthTable
from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import Inhabitants, Municipality, OrganisationUnit, PoliceUnit
from nhveilig.seeding.models import SeededRow
from nhveilig.seeding.rows import upsert
from reports.documents.models import Block, Document
from tests.fixture_sheets import append, edit
from themes.models import (
    Activity,
    BudgetLine,
    Grant,
    ImplementationPlan,
    Objective,
    PlanText,
    PolicyPlan,
    Project,
    ResultTarget,
    Theme,
    ThemeMember,
    ThemePart,
)

AGENDA = "veiligheidsagenda-2019-2022"
PLAN = "imv-nh-2019-2022"


@pytest.fixture
def fixtures(settings, tmp_path: Path) -> Path:
    """A copy, for a next release to differ in."""
    settings.FIXTURES_DIR = Path(shutil.copytree(settings.FIXTURES_DIR, tmp_path / "fixtures"))
    return settings.FIXTURES_DIR


def seed() -> str:
    out = io.StringIO()
    call_command("load_reference", stdout=out)
    call_command("seed", stdout=out)
    return out.getvalue()


def seeded_models() -> list[type[models.Model]]:
    labels = SeededRow.objects.order_by("model").values_list("model", flat=True).distinct()
    return [apps.get_model(label) for label in labels]


def seeded_rows(model: type[models.Model]) -> models.QuerySet:
    noted = SeededRow.objects.filter(model=model._meta.label_lower).values("row")
    return model._base_manager.filter(pk__in=noted).order_by("pk")


def everything() -> dict[type[models.Model], dict[int, dict[str, Any]]]:
    """Every row of the portal, save the notes."""
    own = ("regions", "accounts", "agenda", "formation", "themes", "reports")
    found = [model for label in own for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return {model: {row["id"]: row for row in model._base_manager.values()} for model in found}


def changed_by_somebody(model: type[models.Model]) -> tuple[int, str, Any] | None:
    """A row with another value in one of its texts, or else in a number."""
    row = seeded_rows(model).first()
    fields = [field for field in model._meta.concrete_fields if not field.choices and not field.unique]
    texts = [field for field in fields if isinstance(field, models.TextField | models.CharField)]
    texts = [field for field in texts if field.name not in {"slug", "code", "anchor", "series"}]
    numbers = [field for field in fields if field.name == "order"]
    for field in [*texts, *numbers]:
        old = getattr(row, field.attname)
        value = f"{old}*"[-(field.max_length or 9999) :] if field in texts else 900
        model._base_manager.filter(pk=row.pk).update(**{field.attname: value})
        return row.pk, field.attname, value
    return None


def removed_by_somebody(model: type[models.Model], besides: int | None) -> int | None:
    """A row on which nothing hangs."""
    for row in seeded_rows(model).exclude(pk=besides).reverse():
        pk = row.pk
        with transaction.atomic():
            try:
                _, counts = row.delete()
            except ProtectedError:
                continue
            if sum(counts.values()) == 1:
                return pk
            transaction.set_rollback(True)
    return None


# A portal of before there were notes has them after its first upgrade.
NOTED_OR_NOT = pytest.mark.parametrize(
    "noted", [True, pytest.param(False, marks=pytest.mark.long)], ids=["noted", "of before there were notes"]
)


def test_loading_again_writes_nothing(demo):
    before, notes = everything(), list(SeededRow.objects.order_by("pk").values())
    assert seed() == "De landelijke gegevens staan klaar.\nDe voorbeeldgegevens staan klaar.\n"
    assert everything() == before
    assert list(SeededRow.objects.order_by("pk").values()) == notes


@NOTED_OR_NOT
def test_what_was_changed_or_removed_in_any_table_stays_so(demo, noted):
    kinds = seeded_models()
    changed = {model: found for model in kinds if (found := changed_by_somebody(model))}
    removed = {model: pk for model in kinds if (pk := removed_by_somebody(model, changed.get(model, (None,))[0]))}
    assert len(changed) > 40
    assert len(removed) > 30
    before = everything()
    if not noted:
        SeededRow.objects.all().delete()
    said = seed()
    after = everything()
    assert {model: rows for model, rows in after.items() if rows != before[model]} == {}
    assert "verdelingen: gelaten zoals iemand ze maakte (1 veranderd, 1 verwijderd).\n" in said


def test_what_was_added_in_any_table_stays(demo):
    before = {model: set(rows) for model, rows in everything().items()}
    theme = Theme.objects.get(plan__slug=PLAN, number=1)
    added = [
        Objective.objects.create(theme=theme, number=90, text="Van ons."),
        ThemePart.objects.create(theme=theme, kind=ThemePart.Kind.YIELD, html="<p>Van ons.</p>"),
        Block.objects.create(document=demo, order=900, kind="prose", anchor="van-ons", title="Van ons"),
        Target.objects.create(indicator=Indicator.objects.first(), year=2031, qualifier="unknown"),
        BudgetLine.objects.create(group=BudgetLine.objects.first().group, order=90, title="Van ons", amount=0),
        OrganisationUnit.objects.create(police_unit=demo.police_unit, kind="team", name="Van ons", order=900),
        Activity.objects.create(plan=ImplementationPlan.objects.filter(version=1).first(), order=90, title="Van ons"),
    ]
    seed()
    for row in added:
        assert type(row).objects.filter(pk=row.pk).exists(), row
    after = {model: set(rows) for model, rows in everything().items()}
    more = {model: rows - before[model] for model, rows in after.items() if rows != before[model]}
    assert more == {type(one): {one.pk} for one in added}


@pytest.mark.long
def test_a_portal_of_before_there_were_notes_follows_the_fixtures_afterwards(demo, fixtures):
    SeededRow.objects.all().delete()
    User.objects.filter(username="lezer").delete()
    assert "verwijderd" in seed()
    edit(fixtures / PLAN / "themes.csv", *_theme_line(fixtures, "Nieuwe titel"))
    seed()
    assert Theme.objects.get(plan__slug=PLAN, number=1).title == "Nieuwe titel"
    assert not User.objects.filter(username="lezer").exists()


def _theme_line(fixtures: Path, title: str) -> tuple[str, str]:
    line = (fixtures / PLAN / "themes.csv").read_text("utf-8").splitlines()[1]
    theme = Theme.objects.get(plan__slug=PLAN, number=1)
    assert theme.title in line
    return line, f"1,{theme.slug},{title},{theme.short_title}"


@NOTED_OR_NOT
def test_links_that_somebody_cut_stay_cut(demo, noted):
    if not noted:
        SeededRow.objects.all().delete()
    line, team = (
        BudgetLine.objects.exclude(covered_by=None)[0],
        OrganisationUnit.objects.exclude(municipalities=None)[0],
    )
    line.covered_by.clear()
    team.municipalities.clear()
    for _ in range(2):
        seed()
        assert (line.covered_by.count(), team.municipalities.count()) == (0, 0)


def test_an_empty_portal_with_an_account_of_its_own_is_filled(db):
    User.objects.create(username="eigenaar")
    said = seed()
    assert set(User.objects.values_list("username", flat=True)) > {"eigenaar", "staf", "lezer"}
    # What an earlier edition had and the final one has not goes with what stands below it; nobody made that.
    assert "gelaten" not in said


def test_what_stands_below_another_does_so_from_the_first_time(demo):
    drugs = Block.objects.get(document__slug="jaarplan-nh-2025", anchor="thema-drugs")
    assert drugs.parent.anchor == "hoofdstuk-2"
    assert Project.objects.exclude(parent=None).exists()


# Accounts


def test_a_password_and_a_name_stay_as_they_were_chosen(demo):
    user = User.objects.get(username="staf")
    user.set_password("zelf-gekozen")
    user.email = ""
    user.save()
    nhveilig.accounts.seeding.seed("een-ander")
    user.refresh_from_db()
    assert check_password("zelf-gekozen", user.password)
    assert user.email == ""


def test_a_role_that_was_taken_away_and_an_account_that_was_removed_stay_away(demo):
    Role.objects.filter(user__username="staf").delete()
    User.objects.filter(username="lezer").delete()
    User.objects.filter(username="controller").update(is_active=False)
    nhveilig.accounts.seeding.seed("een-ander")
    assert not Role.objects.filter(user__username="staf").exists()
    assert not User.objects.filter(username="lezer").exists()
    assert not User.objects.get(username="controller").is_active


def test_everything_else_loads_without_a_demo_account(demo):
    User.objects.filter(username="werkgroeplid").delete()
    seed()
    assert not ThemeMember.objects.filter(user__username="werkgroeplid").exists()


def test_new_steps_of_a_plan_name_nobody_when_the_account_is_gone(demo):
    plan = ImplementationPlan.objects.filter(version=1, steps__isnull=False).first()
    key = {"theme": plan.theme_id, "year": plan.year}
    SeededRow.objects.filter(model="themes.implementationplan", row=plan.pk).delete()
    Document.objects.filter(implementation_plan=plan).update(implementation_plan=None)
    ResultTarget.objects.filter(counts_as__plan=plan).exclude(plan=plan).update(counts_as=None)
    taken = plan.steps.exclude(taken_by=None).first().taken_by
    taken.delete()
    plan.delete()
    seed()
    assert ImplementationPlan.objects.get(**key).steps.filter(taken_by=None).exists()


# With fixtures of a next release


def cells(line: int, sheet: Path) -> list[str]:
    return sheet.read_text("utf-8").splitlines()[line].split(",")


def test_strength_cells(demo, fixtures):
    sheet = fixtures / "formation" / "noord-holland" / "formatie.csv"
    lines = [line for line in sheet.read_text("utf-8").splitlines() if line.split(";")[7].startswith("4,")][:3]
    found = [_cell(line) for line in lines]
    StrengthCell.objects.filter(pk=found[0].pk).update(value="77")
    found[1].delete()
    for line in lines:
        edit(sheet, line, ";".join([*line.split(";")[:7], "88", *line.split(";")[8:]]))
    formation.seeding.seed(fixtures / "formation")
    assert StrengthCell.objects.get(pk=found[0].pk).value == 77
    assert not StrengthCell.objects.filter(row=found[1].row, category=found[1].category).exists()
    assert StrengthCell.objects.get(pk=found[2].pk).value == 88


def _cell(line: str) -> StrengthCell:
    cells = line.split(";")
    day, month, year = map(int, cells[0].split("-"))
    return StrengthCell.objects.get(
        row__table__police_unit__code="RE04",
        row__table__series=cells[8],
        row__table__reference_date=date(year, month, day),
        row__unit__name=cells[1],
        row__unit__parent__name=cells[2],
        category__name=cells[5],
    )


def test_targets_shares_and_agreements_of_the_agenda(demo, fixtures):
    folder = fixtures / AGENDA
    target, other = Target.objects.filter(qualifier="exact").exclude(year=None).order_by("pk")[:2]
    Target.objects.filter(pk=target.pk).update(value=7)
    share = RegionalTarget.objects.order_by("pk").first()
    share.delete()
    agreement, next_agreement = Agreement.objects.order_by("pk")[:2]
    Agreement.objects.filter(pk=agreement.pk).update(owner="Van ons")
    Measurement.objects.order_by("pk").first().delete()
    measured = Measurement.objects.count()
    for one in (target, other):
        start = f"{AGENDA};{one.indicator.objective.code};{one.indicator.code};{one.year};"
        edit(folder / "streefcijfers.csv", _line(folder / "streefcijfers.csv", start), f"{start}9;;")
    for one in (agreement, next_agreement):
        line = _line(folder / "agreements.csv", f"{one.objective.code},{one.code},")
        edit(folder / "agreements.csv", line, line.replace(one.heading, "Nieuwe kop", 1))
    agenda.seeding.seed(folder)
    assert [Target.objects.get(pk=one.pk).value for one in (target, other)] == [7, 9]
    assert not RegionalTarget.objects.filter(
        indicator=share.indicator, police_unit=share.police_unit, year=share.year
    ).exists()
    agreement.refresh_from_db()
    next_agreement.refresh_from_db()
    assert (agreement.owner, agreement.heading) != ("", "Nieuwe kop")
    assert agreement.heading != "Nieuwe kop" == next_agreement.heading
    assert Measurement.objects.count() == measured


def _line(sheet: Path, start: str) -> str:
    return next(line for line in sheet.read_text("utf-8").splitlines() if line.startswith(start))


def test_budget_lines_and_what_covers_them(demo, fixtures):
    folder = fixtures / "begroting-noord-holland-2025"
    covering = BudgetLine.objects.exclude(covered_by=None).first()
    covering.covered_by.clear()
    first, second = BudgetLine.objects.exclude(pk=covering.pk).order_by("pk")[:2]
    BudgetLine.objects.filter(pk=first.pk).update(amount=12345)
    sheet = folder / "lines.csv"
    for one in (first, second):
        line = next(line for line in sheet.read_text("utf-8").splitlines() if one.title in line)
        edit(sheet, line, line.replace(one.title, "Nieuwe post", 1))
    grant = Grant.objects.first()
    Grant.objects.filter(pk=grant.pk).update(giver="Van ons")
    themes.budgets.seeding.seed(folder)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.amount, first.title != "Nieuwe post", second.title) == (12345, True, "Nieuwe post")
    assert covering.covered_by.count() == 0
    assert Grant.objects.get(pk=grant.pk).giver == "Van ons"


def test_parts_of_a_uitvoeringsplan(demo, fixtures):
    plan, sheet = _plan_with_activities(fixtures)
    first, second, third = Activity.objects.filter(plan=plan).order_by("order")[:3]
    Activity.objects.filter(pk=first.pk).update(title="Van ons")
    second.delete()
    PlanText.objects.filter(plan=plan, kind="ambition").update(html="<p>Van ons.</p>")
    for one in (first, second, third):
        line = next(line for line in sheet.read_text("utf-8").splitlines() if one.title in line)
        edit(sheet, line, line.replace(one.title, f"Nieuw {one.order}", 1))
    (sheet.parent / "ambitie.html").write_text("<p>Nieuw.</p>", "utf-8")
    seed()
    assert list(Activity.objects.filter(plan=plan).order_by("order").values_list("title", flat=True)[:2]) == [
        "Van ons",
        f"Nieuw {third.order}",
    ]
    assert PlanText.objects.get(plan=plan, kind="ambition").html == "<p>Van ons.</p>"


def _plan_with_activities(fixtures: Path) -> tuple[ImplementationPlan, Path]:
    """Of a plan nobody moved on, with three activities whose titles stand once in their sheet."""
    fresh = ImplementationPlan.objects.filter(version=1, status="concept").select_related("theme__plan")
    for plan in fresh:
        sheet = fixtures / plan.theme.plan.slug / f"jaar-{plan.year}" / plan.theme.slug / "activities.csv"
        titles = list(Activity.objects.filter(plan=plan).order_by("order").values_list("title", flat=True)[:3])
        if len(titles) == 3 and sheet.exists() and all(sheet.read_text("utf-8").count(title) == 1 for title in titles):
            return plan, sheet
    raise AssertionError("the demo data holds no plan to work in")


def test_a_plan_that_was_removed_and_one_that_was_moved_back_stay_so(demo):
    removed = ImplementationPlan.objects.filter(version=1, progressupdate_set=None, document=None).first()
    moved = ImplementationPlan.objects.filter(version=1, steps__isnull=False).exclude(pk=removed.pk).first()
    steps = moved.steps.count()
    ImplementationPlan.objects.filter(pk=moved.pk).update(status="concept")
    key = (removed.theme_id, removed.year)
    ResultTarget.objects.filter(counts_as__plan=removed).update(counts_as=None)
    removed.delete()
    seed()
    assert not ImplementationPlan.objects.filter(theme=key[0], year=key[1]).exists()
    moved.refresh_from_db()
    assert (moved.status, moved.steps.count()) == ("concept", steps)


def test_texts_of_the_policy_and_blocks_of_a_document(demo, fixtures):
    folder = fixtures / PLAN
    theme = Theme.objects.get(plan__slug=PLAN, number=1)
    ThemePart.objects.filter(theme=theme, kind="analysis").update(html="<p>Van ons.</p>")
    Objective.objects.filter(theme=theme).last().delete()
    goals = theme.objectives.count()
    for name in ("analyse", "doelstelling"):
        (folder / "texts" / "thema-1" / f"{name}.html").write_text("<p>Nieuw.</p>", "utf-8")
    changed, removed, followed = demo.blocks.filter(children=None).exclude(title="").order_by("order")[:3]
    Block.objects.filter(pk=changed.pk).update(title="Van ons")
    removed.delete()
    outline = folder / "outline.json"
    text = outline.read_text("utf-8")
    for block in (changed, removed, followed):
        text = text.replace(json.dumps(block.title, ensure_ascii=False), json.dumps(f"Nieuw {block.anchor}"), 1)
    outline.write_text(text, "utf-8")
    reports.documents.seeding.seed(folder)
    assert theme.parts.get(kind="analysis").html == "<p>Van ons.</p>"
    assert theme.parts.get(kind="objective").html == "<p>Nieuw.</p>"
    assert theme.objectives.count() == goals
    assert demo.blocks.get(anchor=changed.anchor).title == "Van ons"
    assert not demo.blocks.filter(anchor=removed.anchor).exists()
    assert demo.blocks.get(anchor=followed.anchor).title == f"Nieuw {followed.anchor}"


def test_an_outline_that_was_put_together_anew_stays(demo, fixtures):
    document = Document.objects.get(slug="jaarplan-nh-2025")
    document.blocks.all().delete()
    own = Block.objects.create(document=document, order=1, kind="prose", anchor="omslag", title="Van ons")
    reports.documents.seeding.seed_document(fixtures / "jaarplan-nh-2025")
    assert list(document.blocks.all()) == [own]


def test_municipalities_their_place_and_their_basisteam(demo, settings, tmp_path):
    folder = settings.REFERENCE_DIR = Path(shutil.copytree(settings.REFERENCE_DIR, tmp_path / "reference"))
    moved, followed = Municipality.objects.exclude(tile_row=None).order_by("code")[:2]
    Municipality.objects.filter(pk=moved.pk).update(tile_row=40)
    for one in (moved, followed):
        line = f"{one.code},{one.tile_column},{one.tile_row}"
        edit(folder / "tiles.csv", line, f"{one.code},{one.tile_column},41")
    team = OrganisationUnit.objects.exclude(municipalities=None).first()
    team.municipalities.clear()
    Inhabitants.objects.order_by("pk").first().delete()
    counts = Inhabitants.objects.count()
    seed()
    assert [Municipality.objects.get(pk=one.pk).tile_row for one in (moved, followed)] == [40, 41]
    assert team.municipalities.count() == 0
    assert Inhabitants.objects.count() == counts


# What the fixtures no longer say


def test_a_row_taken_out_of_the_sheets_leaves_unless_somebody_works_with_it(demo, fixtures):
    sheet = fixtures / PLAN / "objectives.csv"
    theme = Theme.objects.get(plan__slug=PLAN, number=1)
    kept, gone = theme.objectives.order_by("number")[:2]
    Objective.objects.filter(pk=kept.pk).update(text="Van ons.")
    lines = sheet.read_text("utf-8").splitlines()
    sheet.write_text("\n".join(x for x in lines if not x.startswith(("1,1,", "1,2,"))) + "\n", "utf-8")
    themes.seeding.seed(fixtures / PLAN)
    assert Objective.objects.get(pk=kept.pk).text == "Van ons."
    assert not Objective.objects.filter(pk=gone.pk).exists()
    append(sheet, "1,2,Weer terug.")
    themes.seeding.seed(fixtures / PLAN)
    assert theme.objectives.get(number=2).text == "Weer terug."


def test_a_row_taken_out_of_the_sheets_stays_while_something_of_somebody_hangs_on_it(demo, fixtures):
    folder = fixtures / PLAN
    theme = Theme.objects.get(plan__slug=PLAN, number=1)
    own = Objective.objects.create(theme=theme, number=90, text="Van ons.")
    for name in ("themes", "objectives", "elements", "members", "terms"):
        sheet = folder / f"{name}.csv"
        lines = sheet.read_text("utf-8").splitlines()
        if name != "terms":
            sheet.write_text("\n".join(line for line in lines if not line.startswith("1,")) + "\n", "utf-8")
    shutil.rmtree(folder / "texts" / "thema-1")
    themes.seeding.seed(folder)
    assert Theme.objects.filter(pk=theme.pk).exists()
    assert Objective.objects.filter(pk=own.pk).exists()


def test_a_row_that_is_new_in_the_sheets_comes_unless_somebody_has_one_of_that_name(demo, fixtures):
    folder = fixtures / PLAN
    theme = Theme.objects.get(plan__slug=PLAN, number=1)
    own = Objective.objects.create(theme=theme, number=90, text="Van ons.")
    append(folder / "objectives.csv", "1,90,Nieuw in het bestand.")
    append(folder / "objectives.csv", "1,91,Ook nieuw.")
    themes.seeding.seed(folder)
    own.refresh_from_db()
    assert own.text == "Van ons."
    assert theme.objectives.get(number=91).text == "Ook nieuw."
    assert PolicyPlan.objects.get(slug=PLAN) == theme.plan


def test_a_field_that_is_new_since_does_not_make_every_row_somebodys_own(demo, fixtures):
    """As after a migration that adds a column: the notes of before know nothing of it."""
    for note in SeededRow.objects.filter(model="themes.theme"):
        del note.values["short_title"]
        note.save()
    edit(fixtures / PLAN / "themes.csv", *_theme_line(fixtures, "Nieuwe titel"))
    themes.seeding.seed(fixtures / PLAN)
    assert Theme.objects.get(plan__slug=PLAN, number=1).title == "Nieuwe titel"


def test_of_a_strength_table_that_somebody_changed_sums_need_not_hold(demo, fixtures):
    table = StrengthTable.objects.filter(police_unit__code="RE04").first()
    StrengthCell.objects.filter(row__table=table, qualifier="exact").first().delete()
    formation.seeding.seed(fixtures / "formation")


def test_sheets_that_contradict_each_other_are_not_taken_for_the_work_of_somebody(db):
    units = [PoliceUnit(code=code, name=code, slug="twee-keer", order=1) for code in ("X1", "X2")]
    with pytest.raises(IntegrityError):
        upsert(units, keys=["code"])
    assert not PoliceUnit.objects.exists()
