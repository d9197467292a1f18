"""The accounts of the demo data: one for each role in Noord-Holland, staff in Noord-Nederland, and the country."""

from dataclasses import dataclass

from nhveilig.accounts.models import Role, User


@dataclass(frozen=True)
class DemoAccount:
    username: str
    first_name: str
    last_name: str
    kind: Role.Kind
    municipality: str = ""
    # Empty: of the whole country.
    police_unit: str = "RE04"

    @property
    def email(self) -> str:
        """An address that can belong to nobody: .example is kept free for this."""
        return f"{self.username}@nhveilig.example"

    @property
    def label(self) -> str:
        return f"{self.kind.label} Noord-Nederland" if self.police_unit == "RE01" else self.kind.label


DEMO_ACCOUNTS = [
    DemoAccount("staf", "Sanne", "Stavast", Role.Kind.STAFF),
    DemoAccount("projectleider", "Pieter", "van der Plaats", Role.Kind.PROJECT_LEADER),
    DemoAccount("werkgroeplid", "Wies", "Samenwerk", Role.Kind.WORKING_GROUP_MEMBER),
    DemoAccount("burgemeester", "Bregje", "Haringman", Role.Kind.MAYOR, municipality="GM0361"),
    DemoAccount("controller", "Coen", "Rekenaar", Role.Kind.POLICE_CONTROLLER),
    DemoAccount("griffier", "Greetje", "van de Griffie", Role.Kind.CLERK, municipality="GM0361"),
    DemoAccount("raadslid", "Rachid", "Stemming", Role.Kind.COUNCILLOR, municipality="GM0361"),
    DemoAccount("regioburgemeester", "Ria", "van de Regio", Role.Kind.REGIONAL_MAYOR),
    DemoAccount("officier", "Olga", "de Recht", Role.Kind.CHIEF_PROSECUTOR),
    DemoAccount("politiechef", "Paul", "Streep", Role.Kind.POLICE_CHIEF),
    DemoAccount("partnergelden", "Geke", "van der Beurs", Role.Kind.PARTNER_FINANCE),
    DemoAccount("beheerder", "Bas", "Beheer", Role.Kind.ADMINISTRATOR),
    DemoAccount("lezer", "Lotte", "Leeslust", Role.Kind.READER),
    DemoAccount("staf-noord", "Noor", "Ommeland", Role.Kind.STAFF, police_unit="RE01"),
    DemoAccount("landelijk", "Lidewij", "van het Land", Role.Kind.NATIONAL, police_unit=""),
]


def accounts_there() -> list[DemoAccount]:
    """Those that the portal has: none where it began empty."""
    found = User.objects.filter(username__in=[one.username for one in DEMO_ACCOUNTS])
    names = set(found.values_list("username", flat=True))
    return [one for one in DEMO_ACCOUNTS if one.username in names]
