import factory

from agenda.models import (
    Agreement,
    DistributionTotal,
    Indicator,
    Measurement,
    NationalObjective,
    RegionalTarget,
    SafetyAgenda,
    Target,
)
from nhveilig.regions.models import PoliceUnit


class SafetyAgendaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SafetyAgenda

    slug = factory.Sequence("agenda-{}".format)
    title = factory.Sequence("Veiligheidsagenda {}".format)
    start_year = 2027
    end_year = 2030
    source = "Kamerbrief"


class NationalObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NationalObjective

    agenda = factory.SubFactory(SafetyAgendaFactory)
    code = factory.Sequence("{}a".format)
    title = factory.Sequence("Doel {}".format)
    html = "<h4>Wat er is afgesproken</h4><p>Veel.</p>"
    order = factory.Sequence(int)


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    objective = factory.SubFactory(NationalObjectiveFactory)
    code = factory.Sequence("AFS-{}".format)
    heading = "Rubriek"
    kind = Agreement.Kind.QUALITATIVE
    text = "De politie doet het."
    order = factory.Sequence(int)


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    objective = factory.SubFactory(NationalObjectiveFactory)
    code = factory.Sequence("indicator-{}".format)
    name = factory.Sequence("Onderzoeken {}".format)
    unit = "onderzoeken"
    order = factory.Sequence(int)


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    year = 2027
    value = 100


class RegionalTargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegionalTarget

    year = 2027
    value = 10


class DistributionTotalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DistributionTotal

    year = 2027


class MeasurementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measurement

    year = 2027
    value = 9
    source = "Jaarverslag"


def make_agenda(objectives: int, police_units: list[PoliceUnit]) -> SafetyAgenda:
    """Every objective has an agreement and an indicator of which each of these eenheden takes ten."""
    agenda = SafetyAgendaFactory()
    for objective in NationalObjectiveFactory.create_batch(objectives, agenda=agenda):
        AgreementFactory(objective=objective)
        indicator = TargetFactory(indicator__objective=objective).indicator
        for unit in police_units:
            RegionalTargetFactory(indicator=indicator, police_unit=unit)
        DistributionTotalFactory(indicator=indicator, value=10 * len(police_units))
    return agenda
