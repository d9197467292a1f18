"""An eenheid with raden, a document and a 95%-versie of it, as large as a test wants it."""

from datetime import date, timedelta

from django.utils import timezone

from nhveilig.accounts.models import Role, User
from nhveilig.editing.changes import Writer
from nhveilig.regions.models import Municipality, PoliceUnit
from reports.documents.content import fingerprint
from reports.documents.models import Block, Document, Edition
from reports.hearing.models import Hearing, Round
from reports.hearing.services.rounds import prepare_round, send_round
from tests.accounts.factories import RoleFactory, UserFactory
from tests.regions.factories import MunicipalityFactory, PoliceUnitFactory, SafetyRegionFactory

NOW = date(2027, 9, 1)
ADOPTION = date(2027, 12, 1)
LAST_DAY = date(2027, 11, 1)


def make_unit(towns: int = 3) -> PoliceUnit:
    unit = PoliceUnitFactory()
    MunicipalityFactory.create_batch(towns, safety_region=SafetyRegionFactory(police_unit=unit))
    return unit


def make_document(unit: PoliceUnit, chapters: int = 3) -> Document:
    document = Document.objects.create(
        slug=f"plan-{unit.slug}",
        kind=Document.Kind.POLICY_PLAN,
        police_unit=unit,
        title="Beleidsplan 2028-2031",
        organisation="Stafbureau",
        start_year=2028,
        end_year=2031,
    )
    for number in range(1, chapters + 1):
        Block.objects.create(
            document=document,
            kind="prose",
            anchor=f"hoofdstuk-{number}",
            number=str(number),
            title=f"Hoofdstuk {number}",
            html="<p>Tekst.</p>",
            order=number,
        )
    return document


def make_edition(document: Document, status: str = Edition.Status.CONSULTATION, number: int = 1) -> Edition:
    blocks = [
        {
            "id": block.anchor,
            "kind": "prose",
            "number": block.number,
            "title": block.title,
            "level": 1,
            "content": {"html": block.html},
            "blocks": [],
        }
        for block in document.blocks.all()
    ]
    content = {"schema": 2, "edition": {"number": number, "status": status}, "blocks": blocks}
    return Edition.objects.create(
        document=document,
        number=number,
        status=status,
        schema_version=2,
        content=content,
        sha256=fingerprint(content),
        frozen_at=timezone.now() - timedelta(days=1),
    )


def person(unit: PoliceUnit, kind: str = Role.Kind.STAFF, town: Municipality | None = None) -> User:
    user = UserFactory(email="")
    RoleFactory(user=user, kind=kind, police_unit=unit, municipality=town)
    return user


def prepare(document: Document, edition: Edition | None = None, by: User | None = None, **more: object) -> Round:
    values = {
        "edition": edition or make_edition(document),
        "kind": Round.Kind.COUNCILS,
        "opens_on": NOW,
        "last_day": LAST_DAY,
        "adoption_on": ADOPTION,
        "sender": "Stafbureau",
        "letter": "Graag uw reactie.",
    }
    return prepare_round(document=document, values=values | more, by=Writer(by))


def send(document: Document, **more: object) -> Round:
    """A round that was sent; every griffie has an address."""
    row = prepare(document, **more)
    for hearing in row.hearings.all():
        Hearing.objects.filter(pk=hearing.pk).update(email=f"griffie-{hearing.pk}@gemeente.example")
    return send_round(row=row, by=Writer(None))
