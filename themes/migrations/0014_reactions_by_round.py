from django.db import migrations, models


def keep_last_round(apps, schema_editor):
    """Of what was said in several rounds, before there is room for one only."""
    Reaction = apps.get_model('themes', 'Reaction')
    later = Reaction.objects.filter(
        plan=models.OuterRef('plan'),
        municipality=models.OuterRef('municipality'),
        part=models.OuterRef('part'),
        round__gt=models.OuterRef('round'),
    )
    earlier = Reaction.objects.filter(models.Exists(later)).values_list('pk', flat=True)
    Reaction.objects.filter(pk__in=list(earlier)).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('themes', '0012_versions_of_a_reaction'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reaction',
            name='themes_one_reaction_per_municipality_and_part',
        ),
        migrations.AddField(
            model_name='reaction',
            name='round',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='ronde'),
        ),
        migrations.AddConstraint(
            model_name='reaction',
            constraint=models.UniqueConstraint(fields=('plan', 'municipality', 'part', 'round'), name='themes_one_reaction_per_part_and_round'),
        ),
        migrations.AlterField(
            model_name='resulttarget',
            name='unit',
            field=models.CharField(blank=True, max_length=80, verbose_name='meeteenheid'),
        ),
        migrations.AlterField(
            model_name='capacity',
            name='unit',
            field=models.CharField(choices=[('fte', 'fte'), ('hours', 'uur')], default='fte', max_length=5, verbose_name='meeteenheid'),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_last_round),
    ]
