"""Every row of the policy, the agenda, the regions and the documents comes from people: by a page, or by a table they
read in. A new model fails here until somebody says how it is made; what comes along with something else is made by the
act that it comes with."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda import models as agenda
from nhveilig.accounts.models import StandIn, User
from nhveilig.notices.digests import DigestLine
from nhveilig.regions import models as regions
from reports.documents import models as documents
from reports.documents.rendering import Result
from reports.documents.services import exports
from tests.agenda import test_making as agendas
from tests.agenda.factories import SafetyAgendaFactory
from tests.imports.files import applied, csv_of
from tests.picture_library.factories import photo
from tests.reports.incoming.files import docx, p, picture
from themes import models as themes
from themes.parts.registry import PART_KINDS, key_of
from themes.parts.views import plan_url
from themes.worklist.links import links_below

TESTS = Path(__file__).parent
APPS = ("regions", "agenda", "themes", "reports")
EVERYWHERE = themes.ResultTarget.Scope.EVERY_MUNICIPALITY
ALKMAAR, TAB = "GM0361", "5f0a3f52-4a8f-4c43-9c1f-3d7d9a2b1c00"
Visitor = Callable[[str], Client]
Act = Callable[[Visitor], None]
ACTS: dict[Act, tuple[type[Model], ...]] = {}


def makes(*models: type[Model]) -> Callable[[Act], Act]:
    """Says of an act that it makes rows of these."""

    def register(act: Act) -> Act:
        ACTS[act] = models
        return act

    return register


def test_of_every_model_is_known_how_people_make_it():
    ours = {model for app in APPS for model in apps.get_app_config(app).get_models()}
    assert ours == {model for models in ACTS.values() for model in models}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_people_make_it(demo, log_in, storage, act):
    before = {model: model._base_manager.count() for model in ACTS[act]}
    act(log_in)
    assert [model.__name__ for model, count in before.items() if model._base_manager.count() <= count] == []


def send(client: Client, address: str, **typed: object) -> HttpResponse:
    response = client.post(address, typed)
    assert response.status_code in {200, 302}, f"{address}: {response.status_code}"
    return response


def read_in(kind: str, *rows: tuple[object, ...], slug: str = "") -> None:
    """A sheet of that kind, as a confirmed preview of it does."""
    unit = regions.PoliceUnit.objects.get(slug=slug) if slug else None
    applied(kind, csv_of(*rows), unit, user=User.objects.get(username="staf" if slug else "landelijk"))


# What holds for the country, and how an eenheid is organised ----------------------------------------------------------

NATIONAL = "/inrichten/landelijk/"


@makes(regions.PoliceUnit)
def a_police_unit(log_in: Visitor) -> None:
    read_in("eenheden", ("code", "eenheid", "webnaam", "soort", "volgorde"), ("RE11", "Streek", "streek", "parket", 20))


@makes(regions.SafetyRegion)
def a_safety_region(log_in: Visitor) -> None:
    read_in("veiligheidsregios", ("code", "veiligheidsregio", "eenheid"), ("VR26", "Nieuwe regio", "RE04"))


@makes(regions.Municipality)
def a_municipality(log_in: Visitor) -> None:
    head = ("gm-code", "gemeente", "veiligheidsregio", "geldig vanaf")
    read_in("gemeenten-landelijk", head, ("GM9998", "Nieuwstad", "VR10", "1-1-2027"))


@makes(regions.Inhabitants)
def inhabitants(log_in: Visitor) -> None:
    head = ("gemeente", "peildatum", "inwoners", "bron")
    read_in("gemeenten", head, ("Alkmaar", "1-1-2027", "112.000", "CBS"), slug="noord-holland")


@makes(regions.Neighbours)
def neighbours(log_in: Visitor) -> None:
    send(log_in("landelijk"), f"{NATIONAL}gemeenten/GM0448/buren/", buren="Den Helder")


@makes(regions.Outline)
def an_outline(log_in: Visitor) -> None:
    file = SimpleUploadedFile("twee.json", (TESTS / "maps/files/twee.topo.json").read_bytes())
    send(log_in("landelijk"), f"{NATIONAL}gemeenten/grenzen/", bestand=file, bron="CBS 2026")


@makes(regions.Office)
def the_bureau_of_an_eenheid(log_in: Visitor) -> None:
    send(log_in("staf"), "/inrichten/stafbureau/noord-holland/", name="Bureau", email="bureau@example.org", phone="")


@makes(regions.SetAside)
def a_step_that_is_not_needed(log_in: Visitor) -> None:
    send(log_in("staf"), "/inrichten/stap/noord-holland/contactpersonen/", nodig="nee")


@makes(regions.OrganisationUnit)
def a_part_of_an_eenheid(log_in: Visitor) -> None:
    send(log_in("staf"), "/inrichten/organisatie/noord-holland/toevoegen/", lijst="Dienst Zeehavens")


@makes(themes.GoalTheme)
def a_theme_that_a_raad_wants_something_of(log_in: Visitor) -> None:
    head = ("titel", "gemeente", "van", "tot en met")
    read_in("veiligheidsplannen", head, ("IVP Alkmaar", ALKMAAR, "1-1-2025", "31-12-2028"), slug="noord-holland")
    read_in("prioriteiten", ("plan", "prioriteit"), ("IVP Alkmaar", "Veilig wonen"), slug="noord-holland")
    about = ("Veilig wonen", themes.Theme.objects.get(slug="weerbare-jeugd").title)
    read_in("prioriteiten-en-themas", ("prioriteit", "thema"), about, slug="noord-holland")


# The agenda -----------------------------------------------------------------------------------------------------------

AGENDA = agendas.OLD


@makes(agenda.SafetyAgenda)
def an_agenda(log_in: Visitor) -> None:
    agendas.make(log_in("landelijk"))


@makes(
    agenda.NationalObjective, agenda.Indicator, agenda.Agreement, agenda.InvestigationType,
    agenda.Topic, agenda.TopicItem, agenda.ContextFigure,
)  # fmt: skip
def the_rows_of_an_agenda(log_in: Visitor) -> None:
    draft = SafetyAgendaFactory(slug="proef", is_draft=True)
    agendas.test_every_row_of_an_agenda_comes_by_its_page(log_in("landelijk"), draft)


@makes(
    agenda.Target, agenda.TargetRevision, agenda.RegionalTarget, agenda.Distribution, agenda.DistributionTotal,
    agenda.Explanation,
)  # fmt: skip
def the_targets_of_an_agenda(log_in: Visitor) -> None:
    draft = SafetyAgendaFactory(slug="proef", is_draft=True)
    agendas.test_targets_divisions_and_explanations_come_by_their_pages(log_in("landelijk"), draft)


@makes(agenda.Measurement)
def what_was_reached(log_in: Visitor) -> None:
    page = reverse("agenda:measurement-record", args=[agendas.NOW, "1", "beslag"])
    address = f"{page}?eenheid=noord-holland&jaar=2025&periode=jaar"
    send(log_in("staf"), address, waarde="12", soort="exact", status="definitief", bron="Jaarcijfers", herziening=0)


@makes(agenda.AgreementNote)
def a_note_on_an_agreement(log_in: Visitor) -> None:
    page = reverse("agenda:agreement-note", args=[AGENDA, "OND-01"])
    send(log_in("staf"), page, eenheid="noord-holland", jaar="2020", status="loopt", tekst="Het team is op sterkte.")


# The policy -----------------------------------------------------------------------------------------------------------

POLICY = "/beleidsplannen/noord-holland/ondermijningsplan-nh-2025-2028/"


@makes(themes.PolicyPlan, themes.Theme, themes.ThemePart, documents.Document, documents.Block)
def a_policy_plan_with_its_document(log_in: Visitor) -> None:
    about = {"kind": "policy", "title": "Plan", "abbreviation": "", "start_year": 2028, "end_year": 2031, "agenda": ""}
    address = "/documenten/nieuw-beleidsplan/gegevens/?eenheid=noord-holland&begin=leeg"
    send(log_in("staf"), address, **about, themes="1; Havens", parts=["analysis"])


@makes(themes.Objective, themes.ThemeElement)
def goals_and_elements(log_in: Visitor) -> None:
    for kind in ("doelen", "elementen"):
        send(log_in("staf"), f"{POLICY}drugs/{kind}/toevoegen/", lines="Minder labs")


@makes(themes.ThemeMember)
def who_works_on_a_theme(log_in: Visitor) -> None:
    theme = themes.Theme.objects.filter(plan__slug="ondermijningsplan-nh-2025-2028", members=None)[0]
    page = reverse("themes:member-add", args=["noord-holland", theme.plan.slug, theme.slug])
    send(log_in("staf"), page, persoon=User.objects.get(username="projectleider").pk, als="leader")


@makes(themes.Budget, themes.BudgetGroup, themes.BudgetLine, themes.BudgetTotal, themes.BudgetExplanation)
def a_budget(log_in: Visitor) -> None:
    staff = log_in("staf")
    edit = send(staff, "/begroting/noord-holland/nieuw/", kind="begroting", year=2027, source="Ontwerp").url
    send(staff, f"{edit}groepen/nieuw/", side="baten", title="Bijdragen", version=0)
    group = themes.BudgetGroup.objects.latest("pk")
    send(staff, f"{edit}posten/nieuw/", group=group.pk, title="Rijk", amount="1.000", version=0)
    send(staff, f"{edit}totaal/baten/", label="Totaal baten", amount="1.100", version=0)
    explain = edit.replace("bewerken/", "verschillen/")
    gap, _ = staff.get(explain).context["lines"][0]
    send(staff, explain, verschil=gap.key, bedrag=gap.difference, toelichting="Afgerond.")


@makes(themes.Grant, themes.GrantYear)
def a_source_of_money(log_in: Visitor) -> None:
    staff, page = log_in("staf"), "/begroting/noord-holland/geldbronnen/"
    send(staff, f"{page}nieuw/", title="Rijksbijdrage 2027", giver="Ministerie", first_year=2027, version=0)
    grant = themes.Grant.objects.latest("pk")
    send(staff, f"{page}jaren/nieuw/", grant=grant.pk, year=2027, amount="100.000", version=0)


# A uitvoeringsplan ----------------------------------------------------------------------------------------------------


def begun(log_in: Visitor) -> themes.ImplementationPlan:
    send(log_in("staf"), "/uitvoeringsplannen/noord-holland/2028/drugs/beginnen/")
    return themes.ImplementationPlan.objects.get(theme__slug="drugs", year=2028)


@makes(themes.ImplementationPlan, themes.PlanEdit, *(kind.model for kind in PART_KINDS.values()))
def a_uitvoeringsplan_with_its_parts(log_in: Visitor) -> None:
    plan = begun(log_in)
    for code in PART_KINDS.keys() - {"text"}:
        send(log_in("staf"), plan_url(plan, "part-add"), soort=code)


@makes(themes.Presence, themes.Comment)
def who_is_there_and_what_they_say(log_in: Visitor) -> None:
    plan = begun(log_in)
    send(log_in("staf"), plan_url(plan, "presence"), session=TAB, part="")
    send(log_in("staf"), plan_url(plan, "plan-comments"), part="", text="Klopt dit nog?")


def standing_at(plan: themes.ImplementationPlan, **where: object) -> themes.ImplementationPlan:
    """As it is after some of its steps."""
    themes.ImplementationPlan.objects.filter(pk=plan.pk).update(**where)
    plan.refresh_from_db()
    return plan


def mayor() -> User:
    return User.objects.get(username="burgemeester")


def prepared_for_the_mayor(log_in: Visitor) -> Client:
    """A browser of who prepares what the mayor sends."""
    unit = regions.PoliceUnit.objects.get(slug="noord-holland")
    about = {"principal": mayor(), "police_unit": unit, "made_by": mayor(), "starts_on": timezone.localdate()}
    StandIn.objects.create(user=User.objects.get(username="lezer"), kind=StandIn.Kind.ASSISTANT, **about)
    return log_in("lezer")


@makes(themes.PlanStep)
def a_step_of_a_plan(log_in: Visitor) -> None:
    plan = standing_at(begun(log_in), status="review")
    form = {"version": plan.version, "reason": "Graag ook de kosten."}
    send(log_in("staf"), plan_url(plan, "step-take", step="teruggeven"), **form)


@makes(themes.Reaction, themes.PreparedReaction)
def reactions_of_municipalities(log_in: Visitor) -> None:
    until = timezone.localdate() + timedelta(days=7)
    plan = standing_at(begun(log_in), status="consultation", consultation_ends_on=until)
    said = {"plan-stance": "remark", "plan-text": "Een vraag."}
    send(log_in("burgemeester"), plan_url(plan, "reaction-give"), **said)
    page = log_in("burgemeester").get(plan_url(plan, "reaction-check"))
    send(log_in("burgemeester"), plan_url(plan, "reaction-check"), gezien=page.context["seen"])
    again = said | {"plan-text": "Nog een vraag."}
    send(prepared_for_the_mayor(log_in), plan_url(plan, "reaction-give"), **again)


@makes(themes.ProgressUpdate, themes.Standing, themes.PreparedReport, themes.Attachment)
def how_it_goes(log_in: Visitor) -> None:
    plan = themes.ImplementationPlan.objects.get(theme__slug="drugs", year=2026)
    said = {"value": "", "course": "on_track", "words": "Het loopt.", "on": timezone.localdate(), "evidence": ""}
    activity = themes.Activity.objects.create(plan=plan, title="Havenscan")
    send(
        log_in("staf"),
        plan_url(plan, "progress-report", part=key_of(activity)),
        **said,
        files=SimpleUploadedFile("a.pdf", b"%PDF-1.7"),
    )
    scans = themes.ResultTarget.objects.create(plan=plan, title="Scans", value=3, unit="scans", scope=EVERYWHERE)
    page = plan_url(plan, "progress-report", part=key_of(scans))
    send(prepared_for_the_mayor(log_in), f"{page}?gemeente={ALKMAAR}", **said)


@makes(themes.Verdict)
def what_staff_sent_back(log_in: Visitor) -> None:
    plan = themes.ImplementationPlan.objects.get(theme__slug="drugs", year=2026)
    activity = themes.Activity.objects.create(plan=plan, title="Havenscan")
    send(log_in("staf"), plan_url(plan, "progress-checking"), controle="on")
    said = {"value": "", "course": "on_track", "words": "Het loopt.", "on": timezone.localdate(), "evidence": ""}
    send(log_in("projectleider"), plan_url(plan, "progress-report", part=key_of(activity)), **said)
    pk = themes.ProgressUpdate.objects.latest("pk").pk
    send(log_in("staf"), "/voortgang/noord-holland/nakijken/", terug=pk, **{f"reden-{pk}": "Wat precies?"})


@makes(themes.AnswerLink)
def a_link_in_a_digest(log_in: Visitor) -> None:
    """Nobody writes it: it comes with the mail of the day (`themes.worklist.links`) to who has not reported lately."""
    how_it_goes(log_in)
    themes.Standing.objects.update(on=date(2026, 1, 1))
    plan = themes.ImplementationPlan.objects.get(theme__slug="drugs", year=2026)
    assert links_below(
        User.objects.get(username="staf"), [DigestLine("", "", "drugs", source="progress-old", row=plan.pk)]
    )


# A document -----------------------------------------------------------------------------------------------------------

DOCUMENT = "/documenten/imv-nh-2019-2022/"


@makes(documents.Edition, documents.Export, documents.OfficialFile, documents.Publication)
def an_adopted_edition_with_its_file(log_in: Visitor) -> None:
    """The file is derived: the worker makes it of what was adopted."""
    documents.Block.objects.filter(document__slug="imv-nh-2019-2022", anchor="hoofdstuk-6").update(title="Anders")
    about = {"status": "adopted", "adopted": "1-2-2019", "confirmed": "on", "rectifies": "De titel."}
    send(log_in("staf"), f"{DOCUMENT}bevriezen/", **about)
    edition = documents.Edition.objects.latest("pk")
    send(log_in("staf"), f"{DOCUMENT}edities/{edition.number}/exporteren/", format="pdf")
    with patch.object(exports, "render", return_value=Result(b"%PDF", 1)):
        exports.machine.run(documents.Export.objects.latest("pk").pk)
    send(log_in("staf"), f"{DOCUMENT}edities/{edition.number}/openbaar/maken/")


@makes(documents.ChapterTask, documents.DocumentPresence, documents.DocumentComment)
def writing_a_document_together(log_in: Visitor) -> None:
    staff, desk = log_in("staf"), f"{DOCUMENT}schrijven/"
    block = documents.Block.objects.get(document__slug="imv-nh-2019-2022", anchor="hoofdstuk-6")
    writer = User.objects.get(username="beheerder").pk
    about = {"version": 0, "writer": writer, "reader": "", "due_on": "", "state": "to_write"}
    send(staff, f"{desk}hoofdstuk/{block.pk}/", **about)
    send(staff, f"{desk}aanwezig/", session=TAB, part=f"block-{block.pk}")
    send(staff, f"{desk}opmerkingen/", part=f"block-{block.pk}", text="Klopt dit nog?")


@makes(documents.WordFile, documents.WordPicture)
def a_word_file_to_look_at(log_in: Visitor) -> None:
    data = docx(p("Inleiding", "Kop1") + f"<w:p>{picture('foto.jpg')}</w:p>", {"word/media/foto.jpg": photo()})
    send(log_in("staf"), f"{DOCUMENT}word/", file=SimpleUploadedFile("plan.docx", data))


@makes(documents.Preview)
def a_preview(log_in: Visitor) -> None:
    send(log_in("staf"), f"{DOCUMENT}voorbeeld/pdf/", hoofdstuk="")
