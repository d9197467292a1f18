import factory

from tests.regions.factories import PoliceUnitFactory
from themes.models import (
    Activity,
    ImplementationPlan,
    IntendedResult,
    Objective,
    PlanText,
    PolicyPlan,
    ResultTarget,
    Theme,
    ThemePart,
)


class PolicyPlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PolicyPlan

    slug = factory.Sequence("beleidsplan-{}".format)
    police_unit = factory.SubFactory(PoliceUnitFactory)
    title = "Beleidsplan van de streek"
    start_year, end_year = 2025, 2028


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    plan = factory.SubFactory(PolicyPlanFactory)
    number = factory.Sequence(lambda number: number + 1)
    slug = factory.Sequence("thema-{}".format)
    title = "Veilige havens"
    short_title = "Havens"


class ObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objective

    number = factory.Sequence(lambda number: number + 1)
    text = "Minder diefstal uit loodsen"


class ThemePartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ThemePart

    theme = factory.SubFactory(ThemeFactory)
    kind = ThemePart.Kind.ANALYSIS
    html = "<p>Wat er speelt.</p>"


class ImplementationPlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImplementationPlan

    theme = factory.SubFactory(ThemeFactory)
    year = 2025


class PlanTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanText

    kind = PlanText.Kind.AMBITION


class ActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Activity

    title = factory.Sequence("Activiteit {}".format)
    order = factory.Sequence(lambda number: number + 1)


class IntendedResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IntendedResult

    title = factory.Sequence("Resultaat {}".format)
    order = factory.Sequence(lambda number: number + 1)


class ResultTargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ResultTarget

    title = factory.Sequence("Streefwaarde {}".format)
    order = factory.Sequence(lambda number: number + 1)
    unit = "gemeenten"
