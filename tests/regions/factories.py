import factory

from nhveilig.regions.models import OrganisationUnit, PoliceUnit


class PoliceUnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PoliceUnit

    code = factory.Sequence("PU{:02}".format)
    slug = factory.Sequence("eenheid-{}".format)
    name = factory.Sequence("Streek {}".format)
    order = factory.Sequence(lambda n: n + 1)


class OrganisationUnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrganisationUnit

    police_unit = factory.SubFactory(PoliceUnitFactory)
    kind = OrganisationUnit.Kind.BASE_TEAM
    name = factory.Sequence("Basisteam {}".format)
    order = factory.Sequence(int)
