import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('themes', '0010_sources_as_registers'),
    ]

    operations = [
        migrations.AddField(
            model_name='reaction',
            name='version',
            field=models.PositiveIntegerField(default=1, verbose_name='versie'),
        ),
        migrations.AddField(
            model_name='reaction',
            name='versions',
            field=models.JSONField(blank=True, default=dict, verbose_name='versies per veld'),
        ),
        migrations.AlterField(
            model_name='planstep',
            name='taken_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='op'),
        ),
    ]
