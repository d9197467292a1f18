"""Every address of the portal, asked for by everyone: a new one fails here until somebody decides who may see it."""

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client, RequestFactory, override_settings
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.generic import View
from pytest_django.plugin import DjangoDbBlocker

from formation.models import StrengthTable
from formation.services.tables import copy_table
from nhveilig.accounts.access import AccessMiddleware, declared_permission
from nhveilig.accounts.models import Role, StandIn, User
from nhveilig.accounts.permissions import PERMISSIONS_OF, Permission
from nhveilig.imports.kinds import all_kinds
from nhveilig.imports.models import ImportJob
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import PoliceUnit
from reports.documents.content import fingerprint
from reports.documents.models import Block, Document, Edition, Export, OfficialFile, WordFile, WordPicture
from reports.documents.services.publishing import withdraw_edition
from reports.opendata.datasets import DATASETS
from tests.picture_library.factories import photo
from tests.worlds import Sessions
from themes.models import ImplementationPlan

from .conftest import ELSEWHERE
from .databases import Databases
from .formation.factories import make_national
from .query_counts import MOST, MOST_OF, counted_queries
from .registers.test_permissions import page_names
from .reports.desk.kept import make_chapter
from .reports.hearing.held import make_round
from .themes.budgets.factories import make_budget_concept
from .themes.keeping.kept import KEPT, make_comment_and_edit
from .themes.progress.reporting import REPORTED, make_report
from .themes.workflow.states import REACTION, YEARS, make_plans_in_every_state

# Who asks, in the order of the numbers below. Of those who work on the policy the controller also edits strength.
GROUPS = {
    "anonymous": ["anoniem"],
    "without a role": ["rolloos"],
    # Who works for the whole country reads in each eenheid, and changes nothing of it.
    "reading": ["lezer", "griffier", "landelijk"],
    "working": ["burgemeester", "officier", "projectleider", "werkgroeplid"],
    "controller": ["controller"],
    "staff": ["staf", "beheerder"],
    "staff elsewhere": [ELSEWHERE, "beheerder-elders"],
}
EVERYBODY = [user for users in GROUPS.values() for user in users]
STANDING_FOR_THE_MAYOR = ["vervanger", "voorbereider"]
OPEN = (200, 200, 200, 200, 200, 200, 200)
NOT_THERE = (404, 404, 404, 404, 404, 404, 404)
GONE = (410, 410, 410, 410, 410, 410, 410)
EVERY_ROLE = (302, 403, 200, 200, 200, 200, 200)
OWN_UNIT = (302, 403, 200, 200, 200, 200, 404)
NO_READER = (302, 403, 404, 200, 200, 200, 404)
# What may be sent, but is not: only who may edit hears what is wrong with it.
EDITOR_REFUSED = (302, 403, 403, 403, 422, 422, 404)
EDITOR_SENT = (302, 403, 403, 403, 302, 302, 404)
EDITOR_POST_ONLY = (302, 403, 403, 403, 405, 405, 404)
STAFF = (302, 403, 403, 403, 403, 200, 404)
STAFF_REFUSED = (302, 403, 403, 403, 403, 422, 404)
STAFF_SENT = (302, 403, 403, 403, 403, 302, 404)
STAFF_POST_ONLY = (302, 403, 403, 403, 403, 405, 404)
# Strength is edited by the controller and the staff of the eenheid.
EDITORS = (302, 403, 403, 403, 200, 200, 404)
# Asked with GET; the permission is looked at before the method is.
POST_ONLY = (302, 403, 403, 405, 405, 405, 405)
# The agenda is national: staff of every eenheid write notes, and keep of the figures only their own.
KEEPING = (302, 403, 403, 403, 403, 200, 200)
KEEPING_POST = (302, 403, 403, 403, 403, 405, 405)
ASKING = (302, 403, 403, 302, 302, 302, 404)


def but(expected: tuple[int, ...], **others: int) -> dict[str, int]:
    """The answers of each group, except for the users who are named: `but(STAFF, staf=403, beheerder_elders=404)`."""
    return _for_each_user(expected) | {name.replace("_", "-"): status for name, status in others.items()}


def _for_each_user(expected: tuple[int, ...] | dict[str, int]) -> dict[str, int]:
    if isinstance(expected, dict):
        return expected
    return {user: status for users, status in zip(GROUPS.values(), expected, strict=True) for user in users}


# Who holds which role is for the administrator of the eenheid alone.
NOBODY = (302, 403, 403, 403, 403, 403, 403)
NOBODY_HERE = (302, 403, 403, 403, 403, 403, 404)
MANAGING = but(NOBODY, beheerder=200, beheerder_elders=404)
MANAGING_REFUSED = but(NOBODY, beheerder=422, beheerder_elders=404)
MANAGING_SENT = but(NOBODY, beheerder=302, beheerder_elders=404)
MANAGING_POST_ONLY = but(NOBODY, beheerder=405, beheerder_elders=405)

# What holds for every eenheid is for who works for the whole country.
NATIONAL = but(NOBODY, landelijk=200)
NATIONAL_REFUSED = but(NOBODY, landelijk=422)
NATIONAL_SENT = but(NOBODY, landelijk=302)

# The document of which staff write all, and others the chapters they were asked for.
DESK = (302, 403, 403, 404, 404, 200, 404)
IN_THE_MAKING = (302, 403, 403, 200, 200, 200, 404)
DESK_REFUSED = (302, 403, 403, 404, 404, 422, 404)
DESK_SENT = (302, 403, 403, 404, 404, 302, 404)

# A uitvoeringsplan that is a concept, of a theme that `projectleider` and `werkgroeplid` write.
NO_WRITER = (302, 403, 404, 404, 404, 200, 404)
PLAN_WRITERS = but(NO_WRITER, projectleider=200, werkgroeplid=200)
PLAN_EDITORS = but(STAFF, projectleider=200, werkgroeplid=200)
PLAN_EDITORS_REFUSED = but(STAFF_REFUSED, projectleider=422, werkgroeplid=422)
PLAN_EDITORS_SENT = but(STAFF_SENT, projectleider=302, werkgroeplid=302)
PLAN_EDITORS_TOO_LATE = but((302, 403, 403, 403, 403, 409, 404), projectleider=409, werkgroeplid=409)
NO_SUCH_STEP = but((302, 403, 403, 403, 403, 404, 404), projectleider=404, werkgroeplid=404)
NO_SUCH_EDIT = (302, 403, 403, 403, 403, 404, 404)


# A mayor reacts for the own municipality, the officier for the Openbaar Ministerie.
def reacting(mayor: int, officer: int) -> dict[str, int]:
    return but((302, 403, 403, 403, 403, 403, 403), burgemeester=mayor, officier=officer)


# Of all who begin the same plan one wins.
PLAN_BEGUN = but((302, 403, 403, 403, 403, 409, 404), projectleider=302, werkgroeplid=409)

PLAN = {"slug": "imv-nh-2019-2022"}
DRUGS = {"unit": "noord-holland", "year": 2025, "theme": "drugs"}
THEME_OF_2020 = DRUGS | {"year": 2020, "theme": "ondermijning"}
IN_REVIEW, GIVEN_BACK, PUT_TO_ALL, SETTLED = (DRUGS | {"year": year} for year in YEARS.values())
PLAN_POST_ONLY = but(KEEPING_POST, projectleider=405, werkgroeplid=405)
MAY_REPORT_POST_ONLY = but(KEEPING_POST, burgemeester=405, projectleider=405, werkgroeplid=405)
PLAN_SENT = but(STAFF_SENT, projectleider=302, werkgroeplid=302)
PLAN_REFUSED = but(STAFF_REFUSED, projectleider=422, werkgroeplid=422)
SUBJECT, SETTLED_YEAR = SETTLED | {"part": f"activity-{REPORTED}"}, {"unit": "noord-holland", "year": YEARS["adopted"]}
QUESTIONED = {"unit": "noord-holland", "subject": "activiteit", "row": REPORTED}
NO_LINK = (404, 404, 404, 404, 404, 404, 404)
OF_KEPT = DRUGS | {"pk": KEPT}
CHAPTER = PLAN | {"pk": KEPT}
AGENDA = {"slug": "veiligheidsagenda-2019-2022"}
UNIT = {"slug": "noord-holland"}
INDICATOR = AGENDA | {"objective": "2b", "code": "om-verdachten"}
AGREEMENT = AGENDA | {"code": "OND-01"}
# Who reads what is not adopted reads what raden are heard about, and the griffier of a municipality.
HEARINGS = but((302, 403, 403, 200, 200, 200, 404), griffier=200)
ROUND = PLAN | {"pk": KEPT}
OF_ALKMAAR = ROUND | {"code": "GM0361"}
HEARING_ANSWER = ROUND | {"answer": KEPT}


def putting_in(allowed: int) -> dict[str, int]:
    """Of the raad of Alkmaar: its griffier and its mayor, and the staff of the eenheid."""
    return but((302, 403, 403, 403, 403, allowed, 404), griffier=allowed, burgemeester=allowed)


ADOPTED, CONSULTATION, CONCEPT = (PLAN | {"number": number} for number in (2, 3, 4))
NOT_PUBLIC = {"slug": "jaarverslag-nh-2020", "number": 1}
PDF_SHA256 = sha256(b"%PDF").hexdigest()
PICTURE = {"slug": "jaarverslag-nh-2020", "number": 1, "picture": "in-beeld-1"}
FORMATIE = {"kind": "formatie", "slug": "noord-holland"}
STRENGTH_OF_2022 = UNIT | {"series": "eenheid", "day": "2022-01-01", "kind": "formatie"}
NATIONAL_TABLE = {"pk": 9001}
STEP = {"unit": "noord-holland", "step": "contactpersonen"}
STRENGTH_CONCEPT = STRENGTH_OF_2022 | {"day": "2030-01-01"}
# Who writes plans imports those, and no other table.
IMPORTS_TOO, NO_TABLE, NO_TABLE_POST = (
    dict.fromkeys(("landelijk", "projectleider", "werkgroeplid"), status) for status in (200, 404, 405)
)
PERSON = UNIT | {"pk": 9001}
HELD = PERSON | {"role": 9001}
STANDING_IN = {"pk": 9002}
TEAM = {"unit": "noord-holland"}
ALKMAAR = {"code": "GM0361"}
# The first basisteam of the demo data.
BASE_TEAM = 19
UNIT_PART = TEAM | {"pk": BASE_TEAM}
# Dijk en Waard.
MERGER = TEAM | {"code": "GM1980", "year": 2022}
THEME_TEAM = TEAM | {"plan": "ondermijningsplan-nh-2025-2028", "theme": "drugs"}
POLICY = TEAM | {"plan": "ondermijningsplan-nh-2025-2028"}
NOTHING_BEGUN = (302, 403, 403, 403, 403, 302, 302)
VOID_LINK = {"uidb64": "OTAwMQ", "token": "abc-def"}
BUDGET_YEAR = UNIT | {"year": 2025}
BUDGET = BUDGET_YEAR | {"kind": "begroting", "number": 1}
BUDGET_CONCEPT = BUDGET_YEAR | {"kind": "wijziging", "number": 1}
BUDGET_ROW, BUDGET_BINNED = BUDGET_CONCEPT | {"pk": 9001}, BUDGET_CONCEPT | {"pk": 9002}
BATEN = {"side": "baten"}
STRENGTH = {"table_id": "sterkte-noord-holland"}
OF_ADOPTED, OF_CONCEPT, RUNNING, FAILED = ({"pk": number} for number in (1, 2, 3, 4))

OPEN_STRENGTH = {"eenheid": "noord-holland", "soort": "formatie", "reeks": "eenheid"}
OPEN_PLAN, OPEN_TABLE = {"document": "imv-nh-2019-2022"}, {"tabel": "sterkte-noord-holland"}
OPEN_EDITION = [
    *[("api-versie", {}), ("api-inhoud", {}), ("api-tabellen", {})],
    *[("api-tabel", OPEN_TABLE), ("api-tabel-metadata", OPEN_TABLE)],
]

Row = tuple[str, dict, tuple[int, ...] | dict[str, int]]

GET: list[Row] = [
    ("home", {}, EVERY_ROLE),
    ("worklist:list", {}, EVERY_ROLE),
    ("questions:list", {}, EVERY_ROLE),
    ("questions:about", QUESTIONED, OWN_UNIT),
    *(
        (f"questions:comment-{act}", QUESTIONED | {"pk": 9001}, (302, 403, 405, 405, 405, 405, 405))
        for act in ("answer", "edit", "delete", "restore", "resolve", "reopen")
    ),
    ("accessibility", {}, OPEN),
    ("help", {}, OPEN),
    ("help-guide", {"role": "projectleider"}, OPEN),
    ("help-guide-known", {}, (302, 403, 405, 405, 405, 405, 405)),
    ("glossary:list", {}, OPEN),
    ("privacy", {}, OPEN),
    ("figures", {}, EVERY_ROLE),
    ("setup", {}, KEEPING),
    ("setup-step", STEP, KEEPING_POST),
    ("administrators:list", {}, NATIONAL),
    ("administrators:name", {}, NATIONAL),
    ("administrators:take", {"role": 9002}, NATIONAL),
    ("national:neighbours", {"code": "GM0361"}, NATIONAL),
    ("national:outlines", {}, NATIONAL),
    ("organisation:home", {}, (302, 403, 403, 403, 403, 302, 302)),
    ("organisation:tree", TEAM, STAFF),
    ("organisation:add", TEAM, STAFF),
    ("organisation:mergers", TEAM, STAFF),
    ("organisation:merger", MERGER, STAFF),
    ("organisation:change", UNIT_PART, STAFF),
    ("organisation:end", UNIT_PART, STAFF),
    ("organisation:continue", UNIT_PART, STAFF),
    ("organisation:remove", UNIT_PART, STAFF),
    ("organisation:history", UNIT_PART, STAFF),
    ("organisation:undo", UNIT_PART | {"edit": 1}, STAFF_POST_ONLY),
    ("office", {}, (302, 403, 403, 403, 403, 302, 302)),
    ("office-change", TEAM, STAFF),
    ("reports:search", {}, EVERY_ROLE),
    ("reports:suggestions", {}, (302, 403, 302, 302, 302, 302, 302)),
    ("health", {}, OPEN),
    ("ready", {}, OPEN),
    ("reports:catalogue", {}, OPEN),
    ("reports:catalogue-data", {}, OPEN),
    *(("reports:" + name, {}, OPEN) for name in ("api", "openapi", *(f"api-{one.slug}" for one in DATASETS))),
    ("reports:api-not-found", {}, NOT_THERE),
    ("reports:api-metadata", {"dataset": "eenheden"}, OPEN),
    ("reports:api-eenheid", {"eenheid": "noord-holland"}, OPEN),
    ("reports:api-gemeente", {"gemeente": "GM0361"}, OPEN),
    ("reports:api-veiligheidsagenda", {"agenda": "veiligheidsagenda-2019-2022"}, OPEN),
    ("reports:api-sterktetabel", OPEN_STRENGTH | {"peildatum": "2022-01-01"}, OPEN),
    ("reports:api-sterktetabel", OPEN_STRENGTH | {"peildatum": "2030-01-01"}, NOT_THERE),
    *(
        (f"reports:{name}", OPEN_PLAN | {"editie": number} | more, answers)
        for number, answers in ((2, OPEN), (3, NOT_THERE), (4, NOT_THERE))
        for name, more in OPEN_EDITION
    ),
    # Adopted, and withdrawn.
    *(
        (f"reports:{name}", {"document": NOT_PUBLIC["slug"], "editie": 1}, NOT_THERE)
        for name in ("api-versie", "api-inhoud", "api-tabellen")
    ),
    ("accounts:login", {}, (200, 302, 302, 302, 302, 302, 302)),
    ("accounts:logout", {}, (405, 405, 405, 405, 405, 405, 405)),
    ("accounts:password-forgotten", {}, OPEN),
    ("accounts:password-mailed", {}, OPEN),
    ("accounts:password-choose", VOID_LINK, OPEN),
    ("accounts:account", {}, EVERY_ROLE),
    ("accounts:stand-ins", {}, EVERY_ROLE),
    ("accounts:stand-in-end", STANDING_IN, (302, 403, 405, 405, 405, 405, 405)),
    ("accounts:password-change", {}, EVERY_ROLE),
    ("notices:list", {}, EVERY_ROLE),
    ("notices:choices", {}, EVERY_ROLE),
    ("notices:open", {"pk": 9001}, (302, 403, 404, 404, 404, 404, 404)),
    ("calendars:own", {}, EVERY_ROLE),
    ("calendars:revoke", {}, (302, 403, 405, 405, 405, 405, 405)),
    # Nobody has this address.
    ("calendars:feed", {"secret": "geen"}, NO_LINK),
    ("notices:seen", {}, (302, 403, 405, 405, 405, 405, 405)),
    ("people:home", {}, but(NOBODY, beheerder=302, beheerder_elders=302)),
    ("people:list", UNIT, MANAGING),
    ("people:csv", UNIT, MANAGING),
    ("people:matrix", UNIT, MANAGING),
    ("people:roles", UNIT, MANAGING),
    ("people:access-log", UNIT, MANAGING),
    ("trail:list", {}, but(NOBODY, beheerder=200, beheerder_elders=200, landelijk=200)),
    ("trail:csv", {}, but(NOBODY, beheerder=200, beheerder_elders=200, landelijk=200)),
    ("people:add", UNIT, MANAGING),
    ("people:offer", UNIT, MANAGING_POST_ONLY),
    ("people:person", PERSON, MANAGING),
    ("people:take", HELD, MANAGING),
    ("people:role-end", HELD, MANAGING),
    ("people:stand-in-add", PERSON, MANAGING),
    ("people:stand-in-end", PERSON | {"stand_in": 9001}, MANAGING_POST_ONLY),
    ("people:rename", PERSON, MANAGING),
    ("people:deactivate", PERSON, MANAGING),
    ("people:reactivate", PERSON, MANAGING_POST_ONLY),
    ("people:link", PERSON, MANAGING_POST_ONLY),
    ("agenda:agenda-list", {}, EVERY_ROLE),
    ("agenda:agenda-detail", AGENDA, EVERY_ROLE),
    ("agenda:agenda-distribution", AGENDA, EVERY_ROLE),
    ("agenda:agenda-topics", AGENDA, EVERY_ROLE),
    ("agenda:agenda-new", {}, NATIONAL),
    *((f"agenda:agenda-{page}", AGENDA, NATIONAL) for page in ("making", "change", "adopt", "end", "delete")),
    ("agenda:target-fill", INDICATOR, NATIONAL),
    ("agenda:agenda-overview", AGENDA, EVERY_ROLE),
    ("agenda:agenda-missing", AGENDA, EVERY_ROLE),
    ("agenda:indicator-detail", INDICATOR, EVERY_ROLE),
    ("agenda:indicator-csv", INDICATOR | {"rows": "jaren"}, EVERY_ROLE),
    ("agenda:measurement-record", INDICATOR, but(KEEPING, landelijk=200)),
    ("agenda:measurement-restore", AGENDA | {"pk": 1}, but(KEEPING_POST, landelijk=405)),
    ("agenda:target-revise", INDICATOR | {"when": "2020"}, NATIONAL),
    ("agenda:share-revise", INDICATOR | {"unit": "noord-holland", "year": 2020}, but(STAFF, landelijk=404)),
    ("agenda:indicator-distribute", INDICATOR, NATIONAL),
    ("agenda:unit-detail", AGENDA | {"unit": "amsterdam"}, EVERY_ROLE),
    ("agenda:unit-csv", AGENDA | {"unit": "noord-holland"}, EVERY_ROLE),
    ("agenda:missing-csv", AGENDA, EVERY_ROLE),
    ("agenda:agreement-note", AGREEMENT, but(KEEPING, landelijk=200)),
    ("agenda:table-csv", AGENDA | {"table_id": "streefcijfers-2a"}, EVERY_ROLE),
    ("themes:members", TEAM, STAFF),
    ("themes:policy-plan", POLICY, PLAN_EDITORS),
    ("themes:policy-plan-edit", POLICY, STAFF),
    ("themes:policy-theme-add", POLICY, STAFF),
    ("themes:policy-goal-add", THEME_TEAM, STAFF),
    ("themes:policy-goal", THEME_TEAM | {"pk": 9001}, NO_SUCH_EDIT),
    ("themes:policy-goal-move", THEME_TEAM | {"pk": 9001}, STAFF_POST_ONLY),
    ("themes:policy-goal-remove", THEME_TEAM | {"pk": 9001}, NO_SUCH_EDIT),
    ("themes:policy-row-remove", THEME_TEAM | {"kind": "elementen", "pk": 9001}, NO_SUCH_EDIT),
    ("themes:policy-bin", POLICY, PLAN_EDITORS),
    ("themes:policy-row-add", THEME_TEAM | {"kind": "elementen"}, STAFF),
    ("themes:policy-row", THEME_TEAM | {"kind": "elementen", "pk": 9001}, NO_SUCH_EDIT),
    ("themes:policy-row-move", THEME_TEAM | {"kind": "elementen", "pk": 9001}, STAFF_POST_ONLY),
    ("themes:member-add", THEME_TEAM, STAFF),
    ("themes:member-remove", THEME_TEAM | {"user": 9001}, KEEPING_POST),
    ("regions:map", {}, (302, 403, 302, 302, 302, 302, 302)),
    ("regions:unit-map", UNIT, OWN_UNIT),
    ("regions:unit-map-csv", UNIT, OWN_UNIT),
    ("formation:table-list", {}, EVERY_ROLE),
    ("formation:table-detail", UNIT, OWN_UNIT),
    ("formation:table-csv", UNIT, OWN_UNIT),
    ("formation:norm", UNIT, OWN_UNIT),
    ("formation:occupation", UNIT, OWN_UNIT),
    ("formation:part", UNIT | {"pk": 1}, OWN_UNIT),
    ("formation:development", UNIT | {"series": "eenheid"}, OWN_UNIT),
    ("formation:comparison", UNIT | {"series": "eenheid"}, OWN_UNIT),
    ("formation:dated-table", STRENGTH_OF_2022, OWN_UNIT),
    ("formation:dated-table", STRENGTH_CONCEPT, NO_READER),
    ("formation:national-adopt", NATIONAL_TABLE, NATIONAL),
    ("formation:national-fill", NATIONAL_TABLE, NATIONAL),
    ("formation:table-manage", UNIT, EDITORS),
    ("formation:table-create", UNIT, EDITORS),
    ("formation:table-edit", STRENGTH_CONCEPT, EDITORS),
    ("formation:table-edit", STRENGTH_OF_2022, (302, 403, 403, 403, 409, 409, 404)),
    ("formation:cell-save", STRENGTH_CONCEPT, EDITOR_POST_ONLY),
    ("formation:cells-save", STRENGTH_CONCEPT, EDITOR_POST_ONLY),
    ("formation:edit-undo", STRENGTH_CONCEPT, EDITOR_POST_ONLY),
    ("formation:table-history", STRENGTH_OF_2022, EDITORS),
    ("formation:totals-explain", STRENGTH_CONCEPT, EDITORS),
    ("formation:table-adopt", STRENGTH_CONCEPT, EDITORS),
    ("formation:table-series", STRENGTH_CONCEPT, EDITORS),
    ("formation:table-copy", STRENGTH_OF_2022, EDITORS),
    ("formation:table-delete", STRENGTH_CONCEPT, EDITORS),
    ("budgets:budget-list", {}, EVERY_ROLE),
    ("budgets:budget-year", BUDGET_YEAR, OWN_UNIT),
    ("budgets:comparison", BUDGET_YEAR, OWN_UNIT),
    ("budgets:comparison-csv", BUDGET_YEAR | BATEN, OWN_UNIT),
    ("budgets:budget-detail", BUDGET, OWN_UNIT),
    ("budgets:budget-detail", BUDGET_CONCEPT, NO_READER),
    ("budgets:budget-csv", BUDGET | BATEN, OWN_UNIT),
    ("budgets:budget-csv", BUDGET_CONCEPT | BATEN, NO_READER),
    ("budgets:budget-create", UNIT, STAFF),
    ("budgets:budget-edit", BUDGET_CONCEPT, STAFF),
    ("budgets:budget-edit", BUDGET, (302, 403, 403, 403, 403, 409, 404)),
    *((f"budgets:{name}", BUDGET_CONCEPT, STAFF_POST_ONLY) for name in ("cell-save", "block-save", "cells-undo")),
    ("budgets:budget-words", BUDGET_CONCEPT, STAFF),
    ("budgets:total-change", BUDGET_CONCEPT | BATEN, STAFF),
    ("budgets:group-create", BUDGET_CONCEPT, STAFF),
    ("budgets:group-change", BUDGET_ROW, STAFF),
    ("budgets:group-move", BUDGET_ROW, STAFF_POST_ONLY),
    ("budgets:group-delete", BUDGET_ROW, STAFF),
    ("budgets:group-restore", BUDGET_BINNED, STAFF_POST_ONLY),
    ("budgets:line-create", BUDGET_CONCEPT, STAFF),
    ("budgets:line-change", BUDGET_ROW, STAFF),
    ("budgets:line-move", BUDGET_ROW, STAFF_POST_ONLY),
    ("budgets:line-delete", BUDGET_ROW, STAFF),
    ("budgets:line-restore", BUDGET_BINNED, STAFF_POST_ONLY),
    ("budgets:budget-history", BUDGET_CONCEPT, STAFF),
    ("budgets:budget-history", BUDGET, STAFF),
    ("budgets:edit-restore", BUDGET_ROW, STAFF_POST_ONLY),
    ("budgets:differences-explain", BUDGET_CONCEPT, STAFF),
    ("budgets:budget-adopt", BUDGET_CONCEPT, STAFF),
    ("budgets:budget-copy", BUDGET, STAFF),
    ("budgets:budget-delete", BUDGET_CONCEPT, STAFF),
    ("budgets:budget-restore", {"pk": 9001}, KEEPING_POST),
    ("budgets:grant-csv", UNIT, OWN_UNIT),
    ("themes:plan-list", {}, EVERY_ROLE),
    ("themes:plan-detail", DRUGS, PLAN_WRITERS),
    ("themes:plan-csv", DRUGS | {"table": "activiteiten"}, PLAN_WRITERS),
    ("themes:plan-continue", DRUGS, PLAN_EDITORS),
    ("themes:plan-detail", IN_REVIEW, PLAN_WRITERS),
    ("themes:plan-detail", GIVEN_BACK, PLAN_WRITERS),
    ("themes:plan-detail", PUT_TO_ALL, NO_READER),
    ("themes:plan-detail", SETTLED, OWN_UNIT),
    ("themes:plan-steps", DRUGS, PLAN_WRITERS),
    ("themes:plan-steps", IN_REVIEW, PLAN_WRITERS),
    ("themes:plan-steps", GIVEN_BACK, PLAN_WRITERS),
    ("themes:plan-steps", PUT_TO_ALL, NO_READER),
    ("themes:plan-steps", SETTLED, OWN_UNIT),
    ("themes:step-take", DRUGS | {"step": "ter-review"}, PLAN_EDITORS_SENT),
    ("themes:reactions", PUT_TO_ALL, PLAN_EDITORS),
    ("themes:reactions", SETTLED, PLAN_EDITORS),
    ("themes:reactions-csv", PUT_TO_ALL, PLAN_EDITORS),
    ("themes:reaction-answer", PUT_TO_ALL | {"pk": REACTION}, PLAN_EDITORS_SENT),
    ("themes:reaction-give", IN_REVIEW, reacting(404, 404)),
    ("themes:reaction-give", PUT_TO_ALL, reacting(200, 200)),
    ("themes:reaction-give", SETTLED, reacting(302, 302)),
    # Only the mayor began one, and only the mayor sent one.
    ("themes:reaction-check", PUT_TO_ALL, reacting(200, 302)),
    ("themes:reaction-sent", PUT_TO_ALL, reacting(200, 302)),
    ("themes:plan-remind", DRUGS, PLAN_POST_ONLY),
    ("themes:plan-start", DRUGS | {"year": 2027}, PLAN_EDITORS),
    ("themes:plan-edit", DRUGS, PLAN_EDITORS),
    ("themes:plan-edit", IN_REVIEW, PLAN_EDITORS_TOO_LATE),
    ("themes:plan-edit", GIVEN_BACK, PLAN_EDITORS),
    ("themes:plan-edit", PUT_TO_ALL, PLAN_EDITORS_TOO_LATE),
    ("themes:plan-edit", SETTLED, PLAN_EDITORS_TOO_LATE),
    ("themes:plan-table", DRUGS, PLAN_EDITORS),
    ("themes:plan-table", SETTLED, PLAN_EDITORS_TOO_LATE),
    ("themes:plan-properties", DRUGS, PLAN_EDITORS_SENT),
    ("themes:field-save", DRUGS, PLAN_POST_ONLY),
    ("themes:presence", DRUGS, PLAN_POST_ONLY),
    ("themes:part-add", DRUGS, PLAN_POST_ONLY),
    ("themes:part-move", DRUGS, PLAN_POST_ONLY),
    ("themes:part-duplicate", DRUGS, PLAN_POST_ONLY),
    ("themes:part-delete", DRUGS | {"part": f"activity-{KEPT}"}, PLAN_EDITORS),
    ("themes:part-delete", SETTLED | {"part": f"activity-{KEPT}"}, PLAN_EDITORS_TOO_LATE),
    ("themes:plan-history", DRUGS, PLAN_EDITORS),
    ("themes:edit-restore", OF_KEPT, PLAN_POST_ONLY),
    ("themes:plan-comments", DRUGS, PLAN_EDITORS),
    ("themes:comment-answer", OF_KEPT, PLAN_POST_ONLY),
    ("themes:comment-edit", OF_KEPT, PLAN_POST_ONLY),
    ("themes:comment-delete", OF_KEPT, PLAN_POST_ONLY),
    ("themes:comment-restore", OF_KEPT, PLAN_POST_ONLY),
    ("themes:comment-resolve", OF_KEPT, PLAN_POST_ONLY),
    ("themes:comment-reopen", OF_KEPT, PLAN_POST_ONLY),
    ("themes:plan-bin", DRUGS, PLAN_EDITORS),
    ("themes:part-restore", DRUGS, PLAN_POST_ONLY),
    ("themes:progress", DRUGS, PLAN_WRITERS),
    ("themes:progress", SETTLED, OWN_UNIT),
    ("themes:plan-excel", DRUGS, PLAN_WRITERS),
    ("themes:plan-excel", SETTLED, OWN_UNIT),
    ("themes:progress-table", SETTLED, PLAN_EDITORS),
    ("themes:progress-check", {"unit": "noord-holland"}, STAFF),
    ("themes:progress-checking", SETTLED, KEEPING_POST),
    ("themes:town-table", SETTLED_YEAR | {"code": "GM0361"}, OWN_UNIT),
    ("themes:progress-report", SUBJECT, OWN_UNIT),
    ("themes:progress-file", SUBJECT | {"pk": REPORTED}, OWN_UNIT),
    ("themes:progress-preview", SUBJECT | {"pk": REPORTED}, OWN_UNIT),
    ("themes:progress-unchanged", SUBJECT, MAY_REPORT_POST_ONLY),
    ("themes:progress-correct", SUBJECT | {"pk": REPORTED}, PLAN_EDITORS),
    ("themes:matrix", SETTLED_YEAR, OWN_UNIT),
    ("themes:matrix-csv", SETTLED_YEAR, OWN_UNIT),
    ("themes:not-reported", SETTLED_YEAR, OWN_UNIT),
    ("themes:answer", {"token": "1.onzin"}, NO_LINK),
    ("imports:import-list", {}, but((302, 403, 403, 403, 200, 200, 200), **IMPORTS_TOO)),
    ("imports:upload", FORMATIE, but(EDITORS, **NO_TABLE)),
    ("imports:template", FORMATIE | {"format": "ods"}, but(EDITORS, **NO_TABLE)),
    ("imports:table-export", FORMATIE | {"format": "xlsx"}, (302, 403, 200, 200, 200, 200, 404)),
    ("imports:job-detail", {"pk": 1}, but(EDITORS, **NO_TABLE)),
    ("imports:job-problems", {"pk": 1}, but(EDITORS, **NO_TABLE)),
    ("imports:job-confirm", {"pk": 1}, but((302, 403, 403, 403, 405, 405, 405), **NO_TABLE_POST)),
    ("imports:job-columns", {"pk": 1}, but((302, 403, 403, 403, 405, 405, 405), **NO_TABLE_POST)),
    ("imports:job-discard", {"pk": 1}, but((302, 403, 403, 403, 405, 405, 405), **NO_TABLE_POST)),
    ("reports:municipality-list", {}, EVERY_ROLE),
    ("reports:municipality", ALKMAAR, (302, 403, 302, 302, 302, 302, 404)),
    ("reports:municipality-dashboard", ALKMAAR | {"year": 2025}, OWN_UNIT),
    ("reports:municipality-neighbours", ALKMAAR, OWN_UNIT),
    ("reports:team-dashboard", TEAM | {"year": 2025, "pk": BASE_TEAM}, OWN_UNIT),
    ("reports:document-list", {}, EVERY_ROLE),
    ("reports:policy-plan-begin", {}, KEEPING),
    # Nobody said with what to begin.
    ("reports:policy-plan-new", {}, NOTHING_BEGUN),
    ("reports:document-detail", PLAN, OWN_UNIT),
    (
        "hearing:rounds",
        PLAN,
        but(HEARINGS, **dict.fromkeys(GROUPS["working"] + GROUPS["controller"] + ["griffier"], 302)),
    ),
    ("hearing:round-new", PLAN, STAFF),
    ("hearing:round", ROUND, HEARINGS),
    ("hearing:round-change", ROUND, STAFF),
    *(
        (f"hearing:{name}", place, KEEPING_POST)
        for name, place in (
            *((f"round-{step}", ROUND) for step in ("send", "remind", "close", "discard")),
            ("answer-group", ROUND),
            ("answer-add", HEARING_ANSWER),
            ("answer-done", HEARING_ANSWER),
            ("answer-take-out", HEARING_ANSWER | {"point": KEPT}),
        )
    ),
    ("hearing:points", ROUND, HEARINGS),
    ("hearing:answer", HEARING_ANSWER, STAFF),
    *((f"hearing:{name}", OF_ALKMAAR, HEARINGS) for name in ("hearing", "letter", "package")),
    *((f"hearing:{name}", OF_ALKMAAR, putting_in(200)) for name in ("outcome", "point-add")),
    ("hearing:point-change", OF_ALKMAAR | {"point": KEPT}, putting_in(200)),
    ("hearing:point-delete", OF_ALKMAAR | {"point": KEPT}, putting_in(405)),
    *(
        (f"hearing:{name}", {"token": "1.onzin"}, GONE)
        for name in ("answer-by-link", "point-by-link", "package-by-link")
    ),
    ("hearing:point-away-by-link", {"token": "1.onzin", "point": 1}, GONE),
    ("reports:document-freeze", PLAN, STAFF),
    ("pictures:file", {"pk": KEPT}, IN_THE_MAKING),
    ("pictures:thumbnail", {"pk": KEPT}, IN_THE_MAKING),
    ("reports:document-draft", PLAN, IN_THE_MAKING),
    # A chapter has no pictures.
    ("reports:document-draft-picture", PLAN | {"picture": "vervolg-1"}, (302, 403, 403, 404, 404, 404, 404)),
    ("reports:document-preview-request", PLAN, POST_ONLY),
    # Nobody sees what another asked for.
    ("reports:document-preview", CHAPTER, (302, 403, 403, 404, 404, 404, 404)),
    ("reports:document-preview-file", CHAPTER, (302, 403, 403, 404, 404, 404, 404)),
    ("reports:document-ready", PLAN, DESK),
    ("reports:document-new", {}, KEEPING),
    ("reports:document-desk", PLAN, DESK),
    ("reports:document-desk-outline", PLAN, DESK),
    ("reports:document-desk-save", PLAN, POST_ONLY),
    ("reports:document-desk-presence", PLAN, POST_ONLY),
    ("reports:document-desk-add", PLAN, STAFF),
    ("reports:document-desk-move", PLAN, STAFF_POST_ONLY),
    ("reports:document-desk-bin", PLAN, STAFF),
    ("reports:document-desk-review", PLAN, DESK),
    ("reports:document-desk-block", CHAPTER, DESK),
    ("reports:document-desk-preview", CHAPTER, DESK),
    ("reports:document-desk-remove", CHAPTER, STAFF),
    ("reports:document-desk-task", CHAPTER, STAFF),
    ("reports:document-desk-state", CHAPTER, POST_ONLY),
    ("reports:document-desk-settings", PLAN, STAFF),
    ("reports:document-desk-history", PLAN, DESK),
    ("reports:document-desk-undo", CHAPTER, POST_ONLY),
    ("reports:document-desk-comments", PLAN, DESK),
    ("reports:document-desk-comment-answer", CHAPTER, POST_ONLY),
    ("reports:document-desk-comment-edit", CHAPTER, POST_ONLY),
    ("reports:document-desk-comment-delete", CHAPTER, POST_ONLY),
    ("reports:document-desk-comment-restore", CHAPTER, POST_ONLY),
    ("reports:document-desk-comment-resolve", CHAPTER, POST_ONLY),
    ("reports:document-desk-comment-reopen", CHAPTER, POST_ONLY),
    ("reports:word-upload", PLAN, STAFF),
    ("reports:word-preview", PLAN, STAFF),
    ("reports:word-picture", PLAN | {"place": 0}, STAFF),
    ("reports:chapter-word", CHAPTER, DESK),
    ("reports:chapter-file", CHAPTER, DESK),
    ("reports:chapter-back", CHAPTER, DESK),
    ("reports:chapter-discard", CHAPTER, (302, 403, 403, 404, 404, 405, 404)),
    ("reports:word-discard", PLAN, STAFF_POST_ONLY),
    ("reports:edition-detail", ADOPTED, OWN_UNIT),
    ("reports:edition-detail", CONSULTATION, OWN_UNIT),
    ("reports:edition-detail", CONCEPT, NO_READER),
    ("reports:edition-data", ADOPTED, OWN_UNIT),
    ("reports:edition-data", CONSULTATION, OWN_UNIT),
    ("reports:edition-data", CONCEPT, NO_READER),
    ("reports:edition-table", ADOPTED | STRENGTH, OWN_UNIT),
    ("reports:edition-table", CONSULTATION | STRENGTH, OWN_UNIT),
    ("reports:edition-table", CONCEPT | STRENGTH, NO_READER),
    ("reports:official-file", ADOPTED, OWN_UNIT),
    ("reports:edition-picture", PICTURE, OWN_UNIT),
    ("reports:edition-publication", ADOPTED, STAFF),
    ("reports:edition-publication", NOT_PUBLIC, STAFF),
    ("reports:edition-publication", CONCEPT, (302, 403, 403, 403, 403, 404, 404)),
    ("reports:edition-publish", ADOPTED, (302, 403, 403, 403, 403, 405, 405)),
    ("reports:edition-detail", NOT_PUBLIC, OWN_UNIT),
    ("reports:comparison-choose", PLAN, OWN_UNIT),
    ("reports:comparison", ADOPTED | {"other": 1}, OWN_UNIT),
    ("reports:comparison", CONCEPT | {"other": 2}, NO_READER),
    ("reports:export-request", ADOPTED, POST_ONLY),
    ("reports:dashboard", {}, (302, 403, 302, 302, 302, 302, 302)),
    ("reports:unit-dashboard", TEAM | {"year": 2025}, OWN_UNIT),
    ("reports:unit-dashboard-csv", TEAM | {"year": 2020, "table": "landelijke-doelen"}, OWN_UNIT),
    ("reports:theme-dashboard", DRUGS, OWN_UNIT),
    ("reports:theme-dashboard-csv", THEME_OF_2020 | {"table": "streefwaarden"}, OWN_UNIT),
    ("reports:saved-views", {}, EVERY_ROLE),
    ("reports:saved-view-remove", {"pk": 1}, (302, 403, 405, 405, 405, 405, 405)),
    ("reports:plan-document", DRUGS, POST_ONLY),
    ("reports:fill-upload", DRUGS, PLAN_EDITORS),
    ("reports:fill-upload", SETTLED, PLAN_EDITORS_TOO_LATE),
    ("reports:fill-preview", DRUGS, PLAN_EDITORS),
    ("reports:fill-discard", DRUGS, but(STAFF_POST_ONLY, projectleider=405, werkgroeplid=405)),
    ("reports:year-plan-assemble", {"unit": "noord-holland", "year": 2025}, STAFF),
    ("reports:annual-report", {"unit": "noord-holland", "year": 2025}, STAFF),
    ("reports:half-year-report", {"unit": "noord-holland", "year": 2025}, STAFF),
    ("reports:twelve-month-report", {"unit": "noord-holland", "year": 2025}, STAFF),
    ("reports:export-list", {}, EVERY_ROLE),
    ("reports:export-detail", OF_ADOPTED, OWN_UNIT),
    ("reports:export-detail", OF_CONCEPT, NO_READER),
    ("reports:export-download", OF_ADOPTED, OWN_UNIT),
    ("reports:export-download", OF_CONCEPT, NO_READER),
    ("reports:export-cancel", RUNNING, POST_ONLY),
    ("reports:export-retry", FAILED, POST_ONLY),
]
POST: list[Row] = [
    ("accounts:logout", {}, (302, 302, 302, 302, 302, 302, 302)),
    ("accounts:password-forgotten", {}, (422, 422, 422, 422, 422, 422, 422)),
    ("accounts:password-choose", VOID_LINK, OPEN),
    ("accounts:password-change", {}, (302, 403, 422, 422, 422, 422, 422)),
    ("calendars:own", {}, EVERY_ROLE),
    ("calendars:revoke", {}, (302, 403, 302, 302, 302, 302, 302)),
    ("notices:seen", {}, (302, 403, 302, 302, 302, 302, 302)),
    ("help-guide-known", {}, (302, 403, 302, 302, 302, 302, 302)),
    ("notices:choices", {}, (302, 403, 422, 422, 422, 422, 422)),
    ("people:add", UNIT, MANAGING_REFUSED),
    ("people:offer", UNIT, MANAGING_REFUSED),
    ("people:person", PERSON, MANAGING_REFUSED),
    ("people:take", HELD, MANAGING_SENT),
    ("people:role-end", HELD, MANAGING_SENT),
    ("people:stand-in-add", PERSON, MANAGING_REFUSED),
    ("people:stand-in-end", PERSON | {"stand_in": 9001}, MANAGING_SENT),
    ("accounts:stand-ins", {}, but((302, 403, 422, 422, 422, 422, 422), landelijk=302)),
    # Neither of the two it is about.
    ("accounts:stand-in-end", STANDING_IN, (302, 403, 404, 404, 404, 404, 404)),
    ("people:rename", PERSON, MANAGING_REFUSED),
    ("people:deactivate", PERSON, MANAGING_SENT),
    ("people:reactivate", PERSON, MANAGING_SENT),
    ("people:link", PERSON, MANAGING),
    ("setup-step", STEP, STAFF_SENT),
    ("administrators:name", {}, NATIONAL_REFUSED),
    ("administrators:take", {"role": 9002}, NATIONAL_SENT),
    ("national:neighbours", {"code": "GM0361"}, NATIONAL_SENT),
    ("national:outlines", {}, NATIONAL_REFUSED),
    ("organisation:add", TEAM, STAFF_REFUSED),
    ("organisation:merger", MERGER, STAFF_REFUSED),
    ("organisation:change", UNIT_PART, STAFF_REFUSED),
    ("organisation:end", UNIT_PART, STAFF_REFUSED),
    ("organisation:continue", UNIT_PART, STAFF_REFUSED),
    ("organisation:remove", UNIT_PART, STAFF_SENT),
    ("organisation:undo", UNIT_PART | {"edit": 999}, NO_SUCH_EDIT),
    ("formation:national-adopt", NATIONAL_TABLE, NATIONAL_REFUSED),
    ("formation:national-fill", NATIONAL_TABLE, NATIONAL_REFUSED),
    ("formation:table-create", UNIT, EDITOR_REFUSED),
    ("formation:table-edit", STRENGTH_CONCEPT, EDITOR_REFUSED),
    ("formation:cell-save", STRENGTH_CONCEPT, EDITOR_REFUSED),
    ("formation:cells-save", STRENGTH_CONCEPT, EDITOR_REFUSED),
    ("formation:edit-undo", STRENGTH_CONCEPT, EDITOR_SENT),
    ("formation:totals-explain", STRENGTH_CONCEPT, EDITOR_SENT),
    ("formation:table-adopt", STRENGTH_CONCEPT, EDITOR_REFUSED),
    ("formation:table-series", STRENGTH_CONCEPT, EDITOR_SENT),
    ("formation:table-copy", STRENGTH_OF_2022, EDITOR_REFUSED),
    ("budgets:budget-create", UNIT, STAFF_REFUSED),
    ("budgets:budget-edit", BUDGET_CONCEPT, STAFF_REFUSED),
    ("budgets:cell-save", BUDGET_CONCEPT, STAFF_REFUSED),
    ("budgets:block-save", BUDGET_CONCEPT, STAFF_REFUSED),
    ("budgets:cells-undo", BUDGET_CONCEPT, (302, 403, 403, 403, 403, 409, 404)),
    ("budgets:budget-words", BUDGET, (302, 403, 403, 403, 403, 409, 404)),
    ("budgets:budget-words", BUDGET_CONCEPT, STAFF_REFUSED),
    ("budgets:total-change", BUDGET_CONCEPT | BATEN, STAFF_REFUSED),
    ("budgets:group-create", BUDGET_CONCEPT, STAFF_REFUSED),
    ("budgets:group-change", BUDGET_ROW, STAFF_REFUSED),
    ("budgets:group-move", BUDGET_ROW, STAFF_SENT),
    ("budgets:line-create", BUDGET_CONCEPT, STAFF_REFUSED),
    ("budgets:line-change", BUDGET_ROW, STAFF_REFUSED),
    ("budgets:line-move", BUDGET_ROW, STAFF_SENT),
    ("budgets:edit-restore", BUDGET_ROW, NO_SUCH_EDIT),
    ("budgets:differences-explain", BUDGET_CONCEPT, STAFF_SENT),
    ("budgets:budget-adopt", BUDGET_CONCEPT, STAFF_REFUSED),
    ("budgets:budget-copy", BUDGET, STAFF_REFUSED),
    ("themes:plan-continue", DRUGS | {"year": 2026}, PLAN_BEGUN),
    ("themes:step-take", DRUGS | {"step": "ter-review"}, PLAN_EDITORS_REFUSED),
    ("themes:step-take", GIVEN_BACK | {"step": "ter-review"}, PLAN_EDITORS_REFUSED),
    ("themes:step-take", SETTLED | {"step": "ter-review"}, PLAN_EDITORS_TOO_LATE),
    ("themes:step-take", IN_REVIEW | {"step": "terugnemen"}, PLAN_EDITORS_REFUSED),
    ("themes:step-take", IN_REVIEW | {"step": "ter-consultatie"}, STAFF_REFUSED),
    ("themes:step-take", IN_REVIEW | {"step": "teruggeven"}, STAFF_REFUSED),
    ("themes:step-take", PUT_TO_ALL | {"step": "verlengen"}, STAFF_REFUSED),
    ("themes:step-take", PUT_TO_ALL | {"step": "vaststellen"}, STAFF_REFUSED),
    ("themes:step-take", SETTLED | {"step": "teruggeven"}, (302, 403, 403, 403, 403, 409, 404)),
    ("themes:step-take", DRUGS | {"step": "heropenen"}, NO_SUCH_STEP),
    ("themes:reaction-answer", PUT_TO_ALL | {"pk": REACTION}, PLAN_EDITORS_REFUSED),
    ("themes:plan-remind", PUT_TO_ALL, PLAN_EDITORS_SENT),
    ("themes:reaction-give", IN_REVIEW, reacting(404, 404)),
    ("themes:reaction-give", PUT_TO_ALL, reacting(422, 422)),
    ("themes:reaction-give", SETTLED, reacting(409, 409)),
    ("themes:reaction-check", IN_REVIEW, reacting(404, 404)),
    ("themes:reaction-check", PUT_TO_ALL, reacting(409, 409)),
    ("themes:reaction-check", SETTLED, reacting(409, 409)),
    ("themes:plan-start", DRUGS | {"year": 2027}, PLAN_BEGUN),
    ("themes:plan-edit", DRUGS, PLAN_EDITORS_REFUSED),
    ("themes:plan-edit", SETTLED, PLAN_EDITORS_TOO_LATE),
    ("themes:plan-properties", DRUGS, PLAN_EDITORS_SENT),
    ("themes:plan-properties", SETTLED, PLAN_EDITORS_TOO_LATE),
    ("themes:plan-table", DRUGS, PLAN_EDITORS_REFUSED),
    ("themes:plan-table", SETTLED, PLAN_EDITORS_TOO_LATE),
    ("themes:field-save", DRUGS, PLAN_EDITORS_REFUSED),
    ("themes:presence", DRUGS, PLAN_EDITORS_REFUSED),
    ("themes:part-add", DRUGS, PLAN_EDITORS_REFUSED),
    ("themes:part-add", PUT_TO_ALL, PLAN_EDITORS_TOO_LATE),
    ("themes:part-move", DRUGS, PLAN_EDITORS_REFUSED),
    ("themes:part-duplicate", DRUGS, PLAN_EDITORS_REFUSED),
    ("themes:part-duplicate", SETTLED, PLAN_EDITORS_TOO_LATE),
    ("themes:part-move", SETTLED, PLAN_EDITORS_TOO_LATE),
    ("themes:part-delete", DRUGS | {"part": f"activity-{KEPT}"}, PLAN_EDITORS_SENT),
    ("themes:part-delete", SETTLED | {"part": f"activity-{KEPT}"}, PLAN_EDITORS_TOO_LATE),
    ("themes:edit-restore", OF_KEPT, PLAN_SENT),
    ("themes:plan-comments", DRUGS, PLAN_REFUSED),
    ("themes:comment-answer", OF_KEPT, PLAN_REFUSED),
    ("themes:comment-edit", OF_KEPT, PLAN_REFUSED),
    ("themes:comment-delete", OF_KEPT, PLAN_SENT),
    ("themes:comment-restore", OF_KEPT, PLAN_SENT),
    ("themes:comment-resolve", OF_KEPT, PLAN_SENT),
    ("themes:comment-reopen", OF_KEPT, PLAN_SENT),
    ("themes:part-restore", DRUGS, PLAN_SENT),
    # A year that has not begun asks nothing yet.
    ("themes:progress-table", SETTLED, NOBODY_HERE),
    ("themes:town-table", SETTLED_YEAR | {"code": "GM0361"}, NOBODY_HERE),
    ("themes:progress-check", {"unit": "noord-holland"}, STAFF_REFUSED),
    ("themes:progress-checking", SETTLED, STAFF_SENT),
    ("themes:progress-report", SUBJECT, PLAN_REFUSED),
    ("themes:progress-unchanged", SUBJECT, PLAN_EDITORS_TOO_LATE),
    ("themes:progress-correct", SUBJECT | {"pk": REPORTED}, PLAN_REFUSED),
    ("themes:answer", {"token": "1.onzin"}, NO_LINK),
    ("themes:member-add", THEME_TEAM, STAFF_REFUSED),
    ("themes:policy-plan-edit", POLICY, STAFF_REFUSED),
    ("themes:policy-theme-add", POLICY, STAFF_REFUSED),
    ("themes:policy-goal-add", THEME_TEAM, STAFF_REFUSED),
    ("themes:policy-goal", THEME_TEAM | {"pk": 9001}, NO_SUCH_EDIT),
    ("themes:policy-goal-move", THEME_TEAM | {"pk": 9001}, NO_SUCH_EDIT),
    ("themes:policy-goal-remove", THEME_TEAM | {"pk": 9001}, NO_SUCH_EDIT),
    ("themes:policy-row-remove", THEME_TEAM | {"kind": "elementen", "pk": 9001}, NO_SUCH_EDIT),
    ("themes:policy-bin", POLICY, PLAN_EDITORS_SENT),
    ("themes:policy-row-add", THEME_TEAM | {"kind": "delen"}, STAFF_REFUSED),
    ("themes:policy-row", THEME_TEAM | {"kind": "delen", "pk": 9001}, NO_SUCH_EDIT),
    ("themes:policy-row-move", THEME_TEAM | {"kind": "elementen", "pk": 9001}, NO_SUCH_EDIT),
    ("themes:member-remove", THEME_TEAM | {"user": 9001}, STAFF_SENT),
    ("imports:upload", FORMATIE, but(EDITORS, **NO_TABLE)),
    ("imports:job-confirm", {"pk": 1}, but((302, 403, 403, 403, 422, 422, 404), **NO_TABLE)),
    ("imports:job-columns", {"pk": 1}, but((302, 403, 403, 403, 302, 302, 404), **NO_TABLE)),
    ("imports:job-discard", {"pk": 1}, but((302, 403, 403, 403, 302, 302, 404), **NO_TABLE)),
    ("reports:policy-plan-new", {}, NOTHING_BEGUN),
    ("hearing:round-new", PLAN, STAFF_REFUSED),
    ("hearing:round-change", ROUND, STAFF_REFUSED),
    *((f"hearing:round-{step}", ROUND, STAFF_SENT) for step in ("send", "remind", "close", "discard")),
    ("hearing:answer-group", ROUND, STAFF_SENT),
    ("hearing:answer", HEARING_ANSWER, STAFF_REFUSED),
    ("hearing:answer-add", HEARING_ANSWER, STAFF_SENT),
    ("hearing:answer-done", HEARING_ANSWER, STAFF_SENT),
    ("hearing:answer-take-out", HEARING_ANSWER | {"point": KEPT}, STAFF_SENT),
    *((f"hearing:{name}", OF_ALKMAAR, putting_in(422)) for name in ("outcome", "point-add")),
    ("hearing:point-change", OF_ALKMAAR | {"point": KEPT}, putting_in(422)),
    ("hearing:point-delete", OF_ALKMAAR | {"point": KEPT}, putting_in(302)),
    ("hearing:answer-by-link", {"token": "1.onzin"}, GONE),
    ("hearing:point-by-link", {"token": "1.onzin"}, GONE),
    ("hearing:point-away-by-link", {"token": "1.onzin", "point": 1}, GONE),
    ("reports:document-freeze", PLAN, STAFF),
    ("reports:document-preview-request", PLAN, (302, 403, 403, 302, 302, 302, 404)),
    ("reports:document-new", {}, (302, 403, 403, 403, 403, 422, 422)),
    ("reports:document-desk", PLAN, (302, 403, 403, 404, 404, 410, 404)),
    ("reports:document-desk-save", PLAN, DESK_REFUSED),
    ("reports:document-desk-presence", PLAN, DESK_REFUSED),
    ("reports:document-desk-add", PLAN, STAFF_REFUSED),
    ("reports:document-desk-move", PLAN, STAFF_REFUSED),
    ("reports:document-desk-bin", PLAN, STAFF_SENT),
    ("reports:document-desk-review", PLAN, DESK_SENT),
    ("reports:document-desk-block", CHAPTER, DESK_REFUSED),
    ("reports:document-desk-remove", CHAPTER, STAFF_SENT),
    ("reports:document-desk-task", CHAPTER, STAFF_REFUSED),
    ("reports:document-desk-state", CHAPTER, DESK_REFUSED),
    ("reports:document-desk-settings", PLAN, STAFF_REFUSED),
    ("reports:document-desk-undo", CHAPTER, DESK_SENT),
    ("reports:document-desk-comments", PLAN, DESK_REFUSED),
    ("reports:document-desk-comment-answer", CHAPTER, DESK_REFUSED),
    ("reports:document-desk-comment-edit", CHAPTER, DESK_REFUSED),
    ("reports:document-desk-comment-delete", CHAPTER, DESK_SENT),
    ("reports:document-desk-comment-restore", CHAPTER, DESK_SENT),
    ("reports:document-desk-comment-resolve", CHAPTER, DESK_SENT),
    ("reports:document-desk-comment-reopen", CHAPTER, DESK_SENT),
    ("reports:word-upload", PLAN, STAFF_REFUSED),
    ("reports:word-preview", PLAN, STAFF_REFUSED),
    ("reports:word-discard", PLAN, STAFF_SENT),
    ("reports:chapter-word", CHAPTER, DESK_REFUSED),
    ("reports:chapter-back", CHAPTER, (302, 403, 403, 404, 404, 409, 404)),
    ("reports:chapter-discard", CHAPTER, DESK_SENT),
    ("reports:edition-publication", ADOPTED, STAFF_REFUSED),
    ("reports:edition-publish", NOT_PUBLIC, STAFF_SENT),
    ("reports:edition-publish", CONCEPT, (302, 403, 403, 403, 403, 404, 404)),
    ("reports:export-request", ADOPTED, ASKING),
    ("reports:export-request", CONCEPT, ASKING),
    ("reports:fill-upload", DRUGS, PLAN_EDITORS_REFUSED),
    ("reports:fill-preview", DRUGS, PLAN_EDITORS_REFUSED),
    ("reports:fill-discard", DRUGS, PLAN_EDITORS_SENT),
    # A concept: only who writes in it has it.
    ("reports:plan-document", DRUGS, but((302, 403, 403, 404, 404, 302, 404), projectleider=302, werkgroeplid=302)),
    ("reports:saved-views", {}, (302, 403, 422, 422, 422, 422, 422)),
    ("reports:saved-view-remove", {"pk": 1}, (302, 403, 404, 404, 404, 404, 404)),
    ("reports:year-plan-assemble", {"unit": "noord-holland", "year": 2025}, STAFF_SENT),
    ("reports:half-year-report", {"unit": "noord-holland", "year": 2025}, STAFF_SENT),
    ("reports:twelve-month-report", {"unit": "noord-holland", "year": 2025}, STAFF_SENT),
    ("reports:annual-report", {"unit": "noord-holland", "year": 2025}, STAFF_SENT),
    ("reports:export-cancel", RUNNING, ASKING),
    ("reports:export-retry", FAILED, ASKING),
]


class World(Sessions):
    """An edition of every status, exports in every state that a page tells apart, and a session of everybody."""

    def __init__(self, media: Path) -> None:
        super().__init__()
        self.media = media

    def make(self) -> None:
        with override_settings(MEDIA_ROOT=self.media), transaction.atomic():
            _make_everything()
        self.log_in(User.objects.filter(username__in=[*EVERYBODY, *STANDING_FOR_THE_MAYOR, "partnergelden"]))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("media"))


@pytest.fixture
def django_db_setup(databases: Databases, django_db_blocker: DjangoDbBlocker, world: World) -> Iterator[None]:
    """Made once: every test rolls back what it did."""
    with override_settings(MEDIA_ROOT=world.media):
        with django_db_blocker.unblock():
            databases.use("everything", made_by=world.make)
        yield


@pytest.fixture
def log_in(world: World) -> Callable[[str], Client]:
    return world.client


@pytest.fixture
def everything(demo: Document) -> Document:
    return demo


def make_stand_ins(person: User, police_unit: PoliceUnit) -> None:
    """One of either kind for the mayor, with no role of their own; and some for and of `person`."""
    mayor, helper = User.objects.get(username="burgemeester"), User.objects.create(username="invaller")
    rows = [(9001, helper, person, "deputy"), (9002, person, helper, "deputy")]
    rows += [(9003, User.objects.create(username="vervanger"), mayor, "deputy")]
    rows += [(9004, User.objects.create(username="voorbereider"), mayor, "assistant")]
    shared = {"police_unit": police_unit, "starts_on": timezone.localdate(), "made_by": mayor}
    for pk, user, principal, kind in rows:
        StandIn.objects.create(pk=pk, user=user, principal=principal, kind=kind, **shared)


WORD_SECTION = {"title": "Kop", "level": 1, "html": "<p>Tekst</p>"}


def _make_everything() -> None:
    demo = Document.objects.get(slug=PLAN["slug"])
    elsewhere = PoliceUnit.objects.get(code="RE05")
    User.objects.create(username="rolloos")
    for username, kind in ((ELSEWHERE, Role.Kind.STAFF), ("beheerder-elders", Role.Kind.ADMINISTRATOR)):
        Role.objects.create(user=User.objects.create(username=username), kind=kind, police_unit=elsewhere)
    Role.objects.create(pk=9002, user=User.objects.create(username="landelijk-twee"), kind=Role.Kind.NATIONAL)
    person = User.objects.create(pk=PERSON["pk"], username="collega")
    Role.objects.create(pk=HELD["role"], user=person, kind=Role.Kind.READER, police_unit=demo.police_unit)
    make_stand_ins(person, demo.police_unit)
    adopted = demo.editions.get(number=2)
    make_round(_edition(adopted, 3, Edition.Status.CONSULTATION))
    concept = _edition(adopted, 4, Edition.Status.CONCEPT)
    withdraw_edition(edition=Edition.objects.get(document__slug=NOT_PUBLIC["slug"]), reason="Een naam.", by=None)
    adopted_table = StrengthTable.objects.get(
        police_unit__slug=UNIT["slug"], series="eenheid", reference_date="2022-01-01"
    )
    copy_table(table=adopted_table, reference_date=date(2030, 1, 1))
    make_national([demo.police_unit, elsewhere], pk=NATIONAL_TABLE["pk"])
    make_budget_concept(demo.police_unit)
    mayor = Role.objects.select_related("municipality").get(user__username="burgemeester")
    drugs = ImplementationPlan.objects.select_related("theme").get(year=DRUGS["year"], theme__slug=DRUGS["theme"])
    make_plans_in_every_state(drugs.theme, mayor.municipality)
    make_comment_and_edit(drugs)
    make_chapter(demo)
    make_report(ImplementationPlan.objects.get(theme=drugs.theme, year=YEARS["adopted"]))
    OfficialFile.objects.create(edition=adopted, data=b"%PDF", sha256=PDF_SHA256, size=4, made_at=timezone.now())
    _export(1, adopted, "done")
    _export(2, concept, "done")
    _export(3, adopted, "running")
    _export(4, adopted, "failed")
    for user in User.objects.filter(username__in=GROUPS["staff"]):
        _word_file(demo, user)
    for user in User.objects.filter(username__in=[*GROUPS["staff"], "projectleider", "werkgroeplid"]):
        WordFile.objects.create(plan=drugs, uploaded_by=user, name="plan.docx", sections=[WORD_SECTION])
    ImportJob.objects.create(
        pk=1,
        kind="formatie",
        police_unit=demo.police_unit,
        file_name="tabel.csv",
        state="ready",
        plan=ImportPlan().as_dict(),
    )


def _word_file(document: Document, user: User) -> None:
    sections = [WORD_SECTION, {"title": "", "level": 0, "picture": 0}]
    file = WordFile.objects.create(document=document, uploaded_by=user, name="plan.docx", sections=sections)
    WordPicture.objects.create(file=file, place=0, name="Haven", data=b"", thumbnail=photo())
    chapter = Block.objects.get(pk=KEPT)
    WordFile.objects.create(document=document, chapter=chapter, uploaded_by=user, name="plan.docx", sections=sections)


def _edition(like: Edition, number: int, status: str) -> Edition:
    content = like.content | {"edition": like.content["edition"] | {"number": number, "status": status}}
    return Edition.objects.create(
        document=like.document,
        number=number,
        status=status,
        schema_version=1,
        content=content,
        sha256=fingerprint(content),
        frozen_at=timezone.now(),
    )


def _export(pk: int, edition: Edition, state: str) -> None:
    export = Export(pk=pk, edition=edition, format="json", content_key=str(pk), state=state)
    if state == "done":
        export.file_size = 2
        export.file.save(export.file_name, ContentFile(b"{}"), save=False)
    export.save(force_insert=True)


def _named(row: Row) -> str:
    return "-".join([row[0], *map(str, row[1].values())])


def addresses(patterns: list, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)


def test_every_address_has_a_row_in_the_table():
    named = {name for name, _ in addresses(get_resolver().url_patterns)}
    assert named == {name for name, _, _ in GET} | page_names()


def test_every_view_says_who_may_see_it():
    for _, pattern in addresses(get_resolver().url_patterns):
        declared_permission(pattern.callback)


def test_a_view_that_loses_what_it_says_is_noticed(monkeypatch):
    """Of every address: without its `permission` or `public`, wherever that is inherited from, nothing is served."""
    unnoticed = [name for name, pattern in addresses(get_resolver().url_patterns) if not _missed(pattern, monkeypatch)]
    assert unnoticed == []


def _missed(pattern: URLPattern, monkeypatch: pytest.MonkeyPatch) -> bool:
    with monkeypatch.context() as patch:
        for ancestor in pattern.callback.view_class.__mro__:
            for declaration in {"permission", "public"} & vars(ancestor).keys():
                patch.delattr(ancestor, declaration)
        try:
            declared_permission(pattern.callback)
        except ImproperlyConfigured:
            return True
    return False


class Rendering:
    """Whether templates are filled in. What a view answers does not depend on it, and it takes most of the time."""

    def __init__(self, render: Callable[..., str]) -> None:
        self.render, self.is_on = render, True

    def __call__(self, template: Template, *args: object, **kwargs: object) -> str:
        return self.render(template, *args, **kwargs) if self.is_on else mark_safe("")


@pytest.fixture
def rendering(monkeypatch: pytest.MonkeyPatch) -> Rendering:
    rendering = Rendering(Template.render)
    # A function, which becomes a method; an object would not.
    monkeypatch.setattr(Template, "render", lambda *args, **kwargs: rendering(*args, **kwargs))  # noqa: PLW0108
    return rendering


def who_see_it(expected: dict[str, int]) -> set[str]:
    """For whom the page is made: of those who get the same answer the first and the last, so who may least and most."""
    found: set[str] = set()
    for status in PAGES & set(expected.values()):
        users = [user for user in EVERYBODY if expected[user] == status]
        found |= {users[0], users[-1]}
    return found


# Answers with a page of the view itself.
PAGES = {200, 409, 422}


def walk(expected: dict[str, int], rendering: Rendering, ask: Callable[[str], HttpResponse]) -> dict[str, int]:
    """What everybody is answered, one after the other."""
    seen_by, answers = who_see_it(expected), {}
    for user in EVERYBODY:
        rendering.is_on = user in seen_by
        response = ask(user)
        content = response.getvalue()  # of a file as well, which closes it
        assert content or not rendering.is_on, f"{user} sees nothing"
        answers[user] = response.status_code
    return answers


@pytest.mark.parametrize(("name", "arguments", "expected"), GET, ids=map(_named, GET))
def test_who_sees_what(everything, log_in, rendering, name, arguments, expected):
    """And in no more queries than a page may take."""
    address, expected, counts = reverse(name, kwargs=arguments), _for_each_user(expected), {}

    def ask(user: str) -> HttpResponse:
        with counted_queries() as asked:
            response = log_in(user).get(address)
        counts[user] = len(asked)
        return response

    assert walk(expected, rendering, ask) == expected
    assert {user: count for user, count in counts.items() if count > MOST_OF.get(name, MOST)} == {}


@pytest.mark.parametrize(("name", "arguments", "expected"), POST, ids=map(_named, POST))
def test_who_does_what(everything, log_in, rendering, name, arguments, expected):
    address, expected = reverse(name, kwargs=arguments), _for_each_user(expected)
    assert walk(expected, rendering, lambda user: log_in(user).post(address, {"format": "json"})) == expected


# About oneself alone: nobody does that for another.
OWN = {"accounts:stand-ins", "accounts:stand-in-end"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_deputy_is_answered_as_the_mayor_and_an_assistant_gets_no_further(everything, log_in, rendering, method):
    rendering.is_on = False
    for name, arguments, expected in GET if method == "get" else POST:
        address, mayor = reverse(name, kwargs=arguments), _for_each_user(expected)["burgemeester"]
        answers = {}
        for user in STANDING_FOR_THE_MAYOR:
            with transaction.atomic():
                response = getattr(log_in(user), method)(address, {"format": "json"} if method == "post" else {})
                answers[user] = response.status_code
                response.getvalue()
                transaction.set_rollback(True)
        if name not in OWN:
            assert answers["vervanger"] == mayor, (name, answers)
            assert answers["voorbereider"] in {mayor, 403}, (name, answers)


def test_a_page_that_cannot_be_made_is_noticed(everything, log_in, rendering, monkeypatch):
    """For who may least and for who may most; nobody else is shown one here."""
    expected = _for_each_user(EVERY_ROLE)
    assert who_see_it(expected) == {"lezer", "beheerder-elders"}
    monkeypatch.setattr(rendering, "render", lambda *args, **kwargs: "")
    with pytest.raises(AssertionError, match="lezer sees nothing"):
        walk(expected, rendering, lambda user: log_in(user).get(reverse("home")))


def test_a_visitor_comes_back_where_they_were_going(everything, log_in):
    address = reverse("reports:edition-detail", kwargs=ADOPTED)
    assert log_in("anoniem").get(address).headers["Location"] == f"/inloggen/?next={address}"


@pytest.mark.parametrize("name", ["home", "reports:document-list", "reports:export-list", "formation:table-list"])
def test_lists_hold_nothing_of_another_unit(everything, log_in, name):
    page = log_in(ELSEWHERE).get(reverse(name)).content.decode()
    assert everything.title not in page
    assert "/exports/1/" not in page
    assert "/sterkte/noord-holland/" not in page


@pytest.mark.parametrize(
    "address", ["/", "/exports/", "/documenten/imv-nh-2019-2022/", "/documenten/imv-nh-2019-2022/edities/2/"]
)
def test_no_page_tells_a_reader_of_a_concept(everything, log_in, address):
    concept = ("/edities/4/", "/exports/2/")
    assert not any(part in log_in("lezer").get(address).content.decode() for part in concept)
    if address != "/":
        assert any(part in log_in("controller").get(address).content.decode() for part in concept)


def test_what_one_may_not_do_is_not_offered(everything, log_in):
    address = reverse("reports:document-detail", kwargs=PLAN)
    pages = {user: log_in(user).get(address).content.decode() for user in ("lezer", "controller", "staf")}
    offers = {user: ("/exporteren/" in page, "/bevriezen/" in page) for user, page in pages.items()}
    assert offers == {"lezer": (False, False), "controller": (True, False), "staf": (True, True)}


def test_an_action_needs_the_token_of_its_form(everything):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="staf"))
    response = client.post(reverse("reports:export-request", kwargs=ADOPTED), {"format": "pdf"})
    assert response.status_code == 403
    assert Export.objects.count() == 4


def test_a_view_that_declares_nothing_is_not_served():
    class Forgotten(View):
        def get(self, request):
            return HttpResponse("secret")

    middleware = AccessMiddleware(lambda request: HttpResponse())
    with pytest.raises(ImproperlyConfigured, match="Forgotten declares no permission"):
        middleware.process_view(RequestFactory().get("/"), Forgotten.as_view(), [], {})


def test_a_view_that_declares_a_permission_that_does_not_exist_is_not_served():
    class Misspelt(View):
        permission = "view_documnts"

    with pytest.raises(ImproperlyConfigured, match="Misspelt declares no permission"):
        declared_permission(Misspelt.as_view())


@pytest.mark.parametrize("kind", [Role.Kind.PROJECT_LEADER, Role.Kind.WORKING_GROUP_MEMBER])
def test_who_writes_a_plan_reads_in_the_file_of_a_plan_alone(kind):
    held = PERMISSIONS_OF[kind]
    assert {one.code for one in all_kinds() if {one.permission, one.imported_with} <= held} == {"plannen"}
    assert Permission.IMPORT_TABLES not in held


def test_every_role_carries_permissions_and_every_permission_is_carried():
    assert set(PERMISSIONS_OF) == set(Role.Kind)
    assert set().union(*PERMISSIONS_OF.values()) == set(Permission)


def test_who_leads_the_eenheid_reads_as_one():
    """So that the walk need not be made for each of them: what only the officier may is tested with the reactions."""
    chief = PERMISSIONS_OF[Role.Kind.POLICE_CHIEF]
    assert PERMISSIONS_OF[Role.Kind.REGIONAL_MAYOR] == chief
    answers = {Permission.REACT_TO_PLANS, Permission.PREPARE_ANSWERS, Permission.ANSWER_HEARINGS}
    assert PERMISSIONS_OF[Role.Kind.CHIEF_PROSECUTOR] == chief | answers
    assert Permission.VIEW_CONCEPTS in chief
    money = {Permission.EDIT_BUDGET, Permission.IMPORT_FILES, Permission.IMPORT_TABLES}
    assert PERMISSIONS_OF[Role.Kind.PARTNER_FINANCE] == chief | money
    assert Permission.EDIT_BUDGET not in PERMISSIONS_OF[Role.Kind.POLICE_CONTROLLER]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_keeps_the_money_of_the_partners_is_answered_as_staff_about_it(everything, log_in, rendering, method):
    rendering.is_on = False
    for name, arguments, expected in GET if method == "get" else POST:
        if not name.startswith("budgets:"):
            continue
        address, staff = reverse(name, kwargs=arguments), _for_each_user(expected)["staf"]
        with transaction.atomic():
            response = getattr(log_in("partnergelden"), method)(address)
            response.getvalue()
            transaction.set_rollback(True)
        assert response.status_code == staff, (name, arguments)
