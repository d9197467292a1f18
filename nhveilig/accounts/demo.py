"""The accounts of the demo data: one for each role in Noord-Holland, and staff in Noord-Nederland."""

from dataclasses import dataclass

from nhveilig.accounts.models import Role


@dataclass(frozen=True)
class DemoAccount:
    username: str
    first_name: str
    last_name: str
    kind: Role.Kind
    municipality: str = ""
    police_unit: str = "RE04"

    @property
    def email(self) -> str:
        """An address that can belong to nobody: .example is kept free for this."""
        return f"{self.username}@nhveilig.example"

    @property
    def label(self) -> str:
        return self.kind.label if self.police_unit == "RE04" else f"{self.kind.label} Noord-Nederland"


DEMO_ACCOUNTS = [
    DemoAccount("staf", "Sanne", "Stavast", Role.Kind.STAFF),
    DemoAccount("projectleider", "Pieter", "van der Plaats", Role.Kind.PROJECT_LEADER),
    DemoAccount("werkgroeplid", "Wies", "Samenwerk", Role.Kind.WORKING_GROUP_MEMBER),
    DemoAccount("burgemeester", "Bregje", "Haringman", Role.Kind.MAYOR, municipality="GM0361"),
    DemoAccount("controller", "Coen", "Rekenaar", Role.Kind.POLICE_CONTROLLER),
    DemoAccount("officier", "Olga", "de Recht", Role.Kind.CHIEF_PROSECUTOR),
    DemoAccount("beheerder", "Bas", "Beheer", Role.Kind.ADMINISTRATOR),
    DemoAccount("lezer", "Lotte", "Leeslust", Role.Kind.READER),
    DemoAccount("staf-noord", "Noor", "Ommeland", Role.Kind.STAFF, police_unit="RE01"),
]
