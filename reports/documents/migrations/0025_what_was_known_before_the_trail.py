"""Puts into the trail what other tables know of decisions from before it, oldest first, each marked as such."""

import secrets
from datetime import datetime, time

from django.db import migrations
from django.utils import timezone
from django.utils.text import capfirst

from nhveilig.trail.chain import BEGINNING, link, mark

BATCH = 1000


def carry_in(apps, schema_editor):
    """Not where rows are: they would follow on what is older than they are."""
    Entry, EntryPerson = apps.get_model("trail", "Entry"), apps.get_model("trail", "EntryPerson")
    if Entry.objects.exists():
        return
    found = sorted((said for source in SOURCES for said in source(apps)), key=lambda said: said["at"])
    previous, entries, persons = BEGINNING, [], []
    for number, said in enumerate(found, start=1):
        people = {part: (user, secrets.token_hex(16)) for part, user in said.pop("people").items() if user}
        entry = Entry(
            number=number,
            previous=previous,
            is_from_before=True,
            people={part: mark(nonce, user) for part, (user, nonce) in people.items()},
            **said,
        )
        entry.hash = previous = link(previous, vars(entry))
        entries.append(entry)
        persons += [EntryPerson(entry=entry, part=part, user_id=user, nonce=nonce) for part, (user, nonce) in people.items()]
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    EntryPerson.objects.bulk_create(persons, batch_size=BATCH)


def said(at, kind, unit, subject, words, facts=None, **people):
    subject_kind, key = subject
    held = {name: _plain(value) for name, value in (facts or {}).items()}
    return {
        "at": at,
        "kind": kind,
        "unit": unit or "",
        "subject_kind": subject_kind,
        "subject_key": str(key),
        "subject": words[:300],
        "facts": held,
        "people": people,
    }


def _plain(value):
    return value if value is None or isinstance(value, str | int) else str(value)


def _at(day):
    """Of what only the day is known; the moment of the migration where nobody knows."""
    return timezone.make_aware(datetime.combine(day, time())) if day else timezone.now()


def steps(apps):
    """As they are called at this migration."""
    found = apps.get_model("themes", "PlanStep").objects.select_related("plan__theme__plan__police_unit")
    for step in found.order_by("pk"):
        plan = step.plan
        is_adoption = step.to_status == "adopted"
        yield said(
            step.taken_at,
            "adopted" if is_adoption else "step",
            plan.theme.plan.police_unit.code,
            ("plan", plan.pk),
            f"Uitvoeringsplan {plan.theme.title} {plan.year}: "
            f"{step.get_from_status_display()} → {step.get_to_status_display()}",
            {
                "from": step.from_status,
                "to": step.to_status,
                "ends_on": step.ends_on,
                "adopted_on": plan.adopted_on if is_adoption else None,
            },
            by=step.taken_by_id,
            on_behalf_of=step.on_behalf_of_id,
        )


def roles(apps):
    found = apps.get_model("accounts", "RoleChange").objects.select_related("police_unit", "municipality")
    for change in found.order_by("pk"):
        role = change.get_kind_display() if change.kind else ""
        town = change.municipality.name if change.municipality else ""
        words = capfirst(change.get_action_display()) + (f": {role} {town}".rstrip() if role else "")
        unit = change.police_unit.code if change.police_unit else ""
        facts = {"action": change.action, "role": change.kind}
        subject = ("account", change.user_id)
        yield said(change.at, "role", unit, subject, words, facts, by=change.by_id, about=change.user_id)


def stand_ins(apps):
    found = apps.get_model("accounts", "StandIn").objects.select_related("police_unit")
    for one in found.order_by("pk"):
        words, subject = capfirst(one.get_kind_display()), ("stand_in", one.pk)
        both = {"about": one.user_id, "on_behalf_of": one.principal_id}
        unit = one.police_unit.code
        yield said(one.made_at, "stand_in", unit, subject, f"{words}: begint", by=one.made_by_id, **both)
        if one.ended_at:
            yield said(one.ended_at, "stand_in", unit, subject, f"{words}: eindigt", by=one.ended_by_id, **both)


def _edition(edition):
    status = "Vastgesteld" if edition.status == "adopted" else edition.get_status_display()
    words = f"{edition.document.title}, versie {edition.number} ({status})"
    return edition.document.police_unit.code, ("edition", edition.pk), words


def editions(apps):
    found = apps.get_model("reports", "Edition").objects.select_related("document__police_unit").defer("content")
    for edition in found.order_by("pk"):
        kind = "adopted" if edition.status == "adopted" else "frozen"
        facts = {"sha256": edition.sha256, "status": edition.status}
        if kind == "adopted":
            facts["adopted_on"] = edition.adopted_on
        yield said(edition.frozen_at, kind, *_edition(edition), facts, by=edition.frozen_by_id)


def publications(apps):
    found = apps.get_model("reports", "Publication").objects.select_related("edition__document__police_unit")
    for one in found.defer("edition__content").order_by("pk"):
        about, facts = _edition(one.edition), {"sha256": one.edition.sha256}
        yield said(one.published_at, "published", *about, facts, by=one.published_by_id)
        if one.withdrawn_at:
            yield said(one.withdrawn_at, "withdrawn", *about, facts, by=one.withdrawn_by_id)


def official_files(apps):
    found = apps.get_model("reports", "OfficialFile").objects.select_related("edition__document__police_unit")
    for one in found.defer("data", "edition__content").order_by("pk"):
        yield said(one.made_at, "file", *_edition(one.edition), {"sha256": one.sha256, "size": one.size})


def budgets(apps):
    found = apps.get_model("themes", "Budget").objects.filter(status="adopted", deleted_at=None)
    for one in found.select_related("police_unit").order_by("pk"):
        number = f" {one.number}" if one.kind == "wijziging" else ""
        words = f"{capfirst(one.get_kind_display())}{number} {one.year}"
        facts = {"adopted_on": one.adopted_on}
        yield said(_at(one.adopted_on), "adopted", one.police_unit.code, ("budget", one.pk), words, facts)


def strength(apps):
    found = apps.get_model("formation", "StrengthTable").objects.filter(status="adopted").select_related("police_unit")
    for one in found.order_by("pk"):
        words = f"{one.get_kind_display()} {one.police_unit.name} {one.reference_date:%d-%m-%Y}"
        facts = {"adopted_on": one.adopted_on}
        yield said(_at(one.adopted_on), "adopted", one.police_unit.code, ("strength_table", one.pk), words, facts)
    for one in apps.get_model("formation", "NationalTable").objects.filter(status="adopted").order_by("pk"):
        facts, words = {"adopted_on": one.adopted_on}, f"{one.title} {one.reference_date:%d-%m-%Y}"
        yield said(_at(one.adopted_on), "adopted", "", ("national_table", one.pk), words, facts)


def agendas(apps):
    for one in apps.get_model("agenda", "SafetyAgenda").objects.filter(is_draft=False).order_by("pk"):
        facts = {"adopted_on": one.adopted_on}
        yield said(_at(one.adopted_on), "adopted", "", ("agenda", one.pk), one.title, facts)
    for one in apps.get_model("agenda", "Distribution").objects.select_related("indicator").order_by("pk"):
        words, facts = f"Verdeling {one.indicator.name} {one.year}", {"decided_on": one.decided_on, "key": one.key}
        yield said(_at(one.decided_on), "adopted", "", ("distribution", one.pk), words, facts)


SOURCES = [steps, roles, stand_ins, editions, publications, official_files, budgets, strength, agendas]


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0024_files_are_compared_with_what_was_made"),
        ("trail", "0001_a_chain_of_decisions"),
        ("accounts", "0011_who_knows_the_guide"),
        ("agenda", "0013_both_names"),
        ("formation", "0011_units_are_known"),
        ("themes", "0032_attachments"),
    ]

    operations = [migrations.RunPython(carry_in, migrations.RunPython.noop)]
