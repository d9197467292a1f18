"""Reminders that were sent become notices, so that one table says what people were told; nobody is told of it again."""

import re
from datetime import date

from django.conf import settings
from django.db import migrations

SUBJECTS = {
    "deadline": "gereed maken",
    "no": "eigenaren van activiteiten",
    "consultation": "reactietermijn",
    "step": "een stap van het plan",
    "objection": "een bezwaar",
    "progress": "hoe staat het ervoor?",
}
KINDS = {"step": "step", "objection": "objection", "progress": "progress"}
SENT = "Hierover is een bericht gemaild."
OF_A_WEEK = re.compile(r"no-owner-(\d{4})-(\d\d)-(\d\d)")
OF_A_REACTION = re.compile(r"reaction-(\d+)-objects")


def about_of(reminder):
    """As it is called from now on."""
    if reminder.about.startswith("step-"):
        return reminder.about
    if reminder.about.startswith("objection-"):
        return f"reaction-{reminder.about.removeprefix('objection-')}-objects"
    about = reminder.about
    if found := OF_A_WEEK.fullmatch(about):
        year, week, _ = date(*map(int, found.groups())).isocalendar()
        about = f"no-owner-{year}-W{week:02}"
    return f"plan-{reminder.plan_id}-{about}"


def notice_of(Notice, reminder):
    plan = reminder.plan
    beginning = reminder.about.partition("-")[0]
    return Notice(
        user_id=reminder.user_id,
        kind=KINDS.get(beginning, "due"),
        topic=f"Uitvoeringsplan {plan.theme.short_title} {plan.year}",
        subject=SUBJECTS.get(beginning, "herinnering"),
        text=SENT,
        url=f"/uitvoeringsplannen/{plan.theme.plan.police_unit.slug}/{plan.year}/{plan.theme.slug}/",
        about=about_of(reminder),
        at=reminder.sent_at,
        seen_at=reminder.sent_at,
        sent_at=reminder.sent_at,
        how="digest",
        state="sent",
    )


def to_notices(apps, schema_editor):
    Reminder, Notice = apps.get_model("themes", "Reminder"), apps.get_model("notices", "Notice")
    reminders = Reminder.objects.select_related("plan__theme__plan__police_unit").order_by("pk")
    # Of two reminders in one week about owners the first stays.
    rows = (notice_of(Notice, one) for one in reminders.iterator())
    Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def plan_and_about(notice, reactions, steps):
    """Where the reminder belongs; None for what is told in another way."""
    if found := re.fullmatch(r"plan-(\d+)-(.+)", notice.about):
        return int(found[1]), found[2]
    if found := OF_A_REACTION.fullmatch(notice.about):
        plan = reactions.get(int(found[1]))
        return plan and (plan, f"objection-{found[1]}")
    if found := re.fullmatch(r"step-(\d+)", notice.about):
        plan = steps.get(int(found[1]))
        return plan and (plan, notice.about)
    return None


def to_reminders(apps, schema_editor):
    get = apps.get_model
    Reminder, Notice = get("themes", "Reminder"), get("notices", "Notice")
    plans = set(get("themes", "ImplementationPlan").objects.values_list("pk", flat=True))
    reactions = dict(get("themes", "Reaction").objects.values_list("pk", "plan"))
    steps = dict(get("themes", "PlanStep").objects.values_list("pk", "plan"))
    found = {}
    for notice in Notice.objects.filter(state="sent").order_by("pk").iterator():
        place = plan_and_about(notice, reactions, steps)
        if place and place[0] in plans:
            found[(place[0], notice.user_id, place[1][:60])] = notice.sent_at or notice.at
    for (plan, user, about), sent_at in found.items():
        row = Reminder.objects.create(plan_id=plan, user_id=user, about=about)
        Reminder.objects.filter(pk=row.pk).update(sent_at=sent_at)
    Notice.objects.filter(text=SENT, state="sent").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("themes", "0017_what_a_plan_is"),
        ("notices", "0001_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(to_notices, to_reminders),
        migrations.DeleteModel(name="Reminder"),
    ]
