from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_heads_of_an_eenheid_and_partner_finance'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='knows_guide',
            field=models.BooleanField(default=False, editable=False, verbose_name='kent de gids'),
        ),
    ]
