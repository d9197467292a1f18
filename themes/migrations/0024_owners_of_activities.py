from collections import defaultdict

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def know_people(apps, schema_editor):
    """An owner that is called exactly as one person who reads the plans of the eenheid, is that person."""
    roles = apps.get_model("accounts", "Role").objects.filter(user__is_active=True).exclude(kind="reader")
    people = defaultdict(set)
    for unit, user, *names in roles.values_list("police_unit", "user", "user__first_name", "user__last_name"):
        people[unit, " ".join(" ".join(names).casefold().split())].add(user)
    activities = apps.get_model("themes", "Activity").objects.exclude(owner="")
    for activity in activities.select_related("plan__theme__plan"):
        called = " ".join(activity.owner.casefold().split())
        found = people.get((activity.plan.theme.plan.police_unit_id, called), set())
        if called and len(found) == 1:
            activity.owner_person_id = found.pop()
            activity.save(update_fields=["owner_person"])


class Migration(migrations.Migration):
    dependencies = [
        ("themes", "0023_written_in_whose_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="owner_person",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="eigenaar in het portaal",
            ),
        ),
        migrations.AlterField(
            model_name="activity",
            name="owner",
            field=models.CharField(
                blank=True, help_text="een naam, of een organisatie", max_length=160, verbose_name="eigenaar"
            ),
        ),
        migrations.RunPython(know_people, migrations.RunPython.noop),
    ]
