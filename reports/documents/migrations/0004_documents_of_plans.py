import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_only_changes_compare"),
        ("themes", "0004_budgets"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="implementation_plan",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="document",
                to="themes.implementationplan",
                verbose_name="uitvoeringsplan",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("policy_plan", "Beleidsplan"),
                    ("year_plan", "Jaarplan"),
                    ("annual_report", "Jaarverslag"),
                    ("implementation_plan", "Uitvoeringsplan"),
                ],
                max_length=20,
                verbose_name="soort",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="slug",
            field=models.SlugField(max_length=120, unique=True, verbose_name="webnaam"),
        ),
        migrations.AlterField(
            model_name="document",
            name="title",
            field=models.CharField(max_length=220, verbose_name="titel"),
        ),
    ]
