"""What somebody did in an older release. Run inside that release, by `manage.py shell`; prints what there is to keep.

Names its tables by their app, for modules have moved since.
"""

import hashlib
import json
import sys
from importlib import import_module

from django.apps import apps

SERVICES = ["reports.documents.services", "reports.services"]


def model(name):
    return apps.get_model(*name.split("."))


def service(module, name):
    for package in SERVICES:
        try:
            return getattr(import_module(f"{package}.{module}"), name)
        except ModuleNotFoundError:
            continue
    raise SystemExit(f"no {name} in this release")


def first(name, **scope):
    return model(name).objects.filter(**scope).order_by("pk").first()


edits = []


def edit(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)
    stored = type(row).objects.values(*values).get(pk=row.pk)
    edits.append([row._meta.label_lower, row.pk, {name: str(value) for name, value in stored.items()}])


staff = first("accounts.User", username="staf")
staff.set_password("zelf-gekozen")
edit(staff, password=staff.password, email="zelf@gemeente.example")
model("accounts.Role").objects.filter(user__username="lezer").delete()

plan = first("themes.ImplementationPlan", status="concept", version=1)
edit(plan, version=2)
edit(first("themes.PlanText", plan=plan), html="<p>Van ons.</p>")
edit(first("themes.Activity", plan=plan), title="Van ons")
edit(first("formation.StrengthCell", qualifier="exact"), value="123.25")
edit(first("themes.BudgetLine"), amount="12345.00", title="Post van ons")
edit(first("agenda.Target", qualifier="exact"), value="321.00")
edit(first("themes.ThemePart"), html="<p>Tekst van ons.</p>")

document = first("reports.Document", slug="imv-nh-2019-2022")
edit(first("reports.Block", document=document, kind="prose"), title="Kop van ons")
edition = service("editions", "freeze_edition")(document=document, status="adopted", frozen_by=staff, note="Van ons")
export = service("exports", "request_export")(edition=edition, format="pdf", requested_by=staff)
service("exports", "run_export")(export.pk)
export.refresh_from_db()
assert export.state == "done", export.error
with export.file.open() as file:
    given = hashlib.sha256(file.read()).hexdigest()

sys.stdout.write(json.dumps({"edits": edits, "adopted": edition.pk, "given": given}))
