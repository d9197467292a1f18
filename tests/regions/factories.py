import factory

from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit, SafetyRegion


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


class SafetyRegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SafetyRegion

    code = factory.Sequence("VRX{:03}".format)
    name = factory.Sequence("Veiligheidsregio {}".format)
    police_unit = factory.SubFactory(PoliceUnitFactory)


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    # Beyond the codes that CBS gave out.
    code = factory.Sequence(lambda number: f"GM{3000 + number % 7000}")
    name = factory.Sequence("Gemeente {}".format)
    safety_region = factory.SubFactory(SafetyRegionFactory)
