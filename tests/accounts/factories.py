import factory

from nhveilig.accounts.models import Role, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence("gebruiker-{}".format)


class RoleFactory(factory.django.DjangoModelFactory):
    """Give it `police_unit`."""

    class Meta:
        model = Role

    user = factory.SubFactory(UserFactory)
    kind = Role.Kind.READER
