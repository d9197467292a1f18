from django.db import migrations
from django.db.models import Max

# What a reserve takes is spent, and what it gives comes in.
SIDES = {'toevoegingen': ('lasten', 'Toevoegingen aan reserves'), 'onttrekkingen': ('baten', 'Onttrekkingen aan reserves')}
GONE = [*SIDES, 'saldo', 'resultaat']


def without_reserves(apps, schema_editor):
    """On the way back. Totals and explanations of what is no side any more go; no post does."""
    Group = apps.get_model('themes', 'BudgetGroup')
    for side, (into, title) in SIDES.items():
        Group.objects.filter(side=side, title='').update(title=title)
        Group.objects.filter(side=side).update(side=into)
    apps.get_model('themes', 'BudgetTotal').objects.filter(side__in=GONE).delete()
    Explanation = apps.get_model('themes', 'BudgetExplanation')
    Explanation.objects.filter(side__in=GONE).delete()
    Explanation.objects.filter(about__in=['outcome', 'sign']).delete()
    ramingen_as_wijzigingen(apps.get_model('themes', 'Budget'))


def ramingen_as_wijzigingen(Budget):
    """Of which there may be any number in a year."""
    for budget in Budget.objects.filter(kind='raming').order_by('pk'):
        same = Budget.objects.filter(police_unit=budget.police_unit, year=budget.year, kind='wijziging')
        number = (same.aggregate(last=Max('number'))['last'] or 0) + 1
        title = budget.title or f'Raming {budget.year}'
        Budget.objects.filter(pk=budget.pk).update(kind='wijziging', number=number, title=title)


class Migration(migrations.Migration):

    dependencies = [
        ('themes', '0015_reserves_and_ramingen'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, without_reserves),
    ]
