import pytest
from django.test import Client

from nhveilig.accounts.models import Role, User
from nhveilig.editing.changes import Writer
from reports.documents.models import Block, Document
from reports.documents.services.outlines import Node, write_outline
from tests.accounts.factories import RoleFactory
from tests.themes.factories import ImplementationPlanFactory, PolicyPlanFactory, ThemeFactory, ThemePartFactory


@pytest.fixture
def document(db) -> Document:
    """A beleidsplan with a cover, an unnumbered chapter, three numbered ones and a colophon."""
    plan = PolicyPlanFactory(start_year=2028, end_year=2031)
    theme = ThemeFactory(plan=plan, number=1, title="Havens")
    ThemePartFactory(theme=theme, kind="analysis", html="<p>Wat er speelt.</p>")
    made = Document.objects.create(
        slug="plan-2028", kind="policy_plan", police_unit=plan.police_unit, plan=plan, title="Plan 2028-2031",
        organisation="Eenheid", start_year=2028, end_year=2031,
    )  # fmt: skip
    write_outline(
        made,
        [
            Node("cover", "omslag"),
            Node("prose", "leeswijzer", title="Leeswijzer", html="<p>Zo leest u dit.</p>"),
            Node("theme", "thema-1", "1", "Havens", options={"theme": 1}),
            Node("prose", "samen", "2", "Samen", "<p>Wij.</p>", children=[
                Node("prose", "overleg", "2.1", "Overleg", "<p>Elke maand.</p>"),
                Node("prose", "geld", "2.2", "Geld"),
            ]),
            Node("prose", "sterkte", "3", "Sterkte"),
            Node("colophon", "colofon", title="Colofon"),
        ],
    )  # fmt: skip
    made.refresh_from_db()
    return made


@pytest.fixture
def plan_of_theme(document):
    return ImplementationPlanFactory(theme=document.plan.themes.get(), year=2028, status="adopted")


@pytest.fixture
def staff(document) -> User:
    return RoleFactory(
        kind=Role.Kind.STAFF, police_unit=document.police_unit, user__username="sanne", user__first_name="Sanne",
        user__last_name="Stavast",
    ).user  # fmt: skip


@pytest.fixture
def by(staff) -> Writer:
    return Writer(staff)


@pytest.fixture
def block(document):
    """By its anchor."""
    return lambda anchor: Block.objects.get(document=document, anchor=anchor)


@pytest.fixture
def shown(document):
    """The outline as a reader sees it: number and title, deeper ones set in."""
    return lambda: [
        f"{'  ' * (one.level - 1)}{one.number} {one.title or one.kind}".rstrip() for one in document.blocks.outline()
    ]


@pytest.fixture
def browser(staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client
