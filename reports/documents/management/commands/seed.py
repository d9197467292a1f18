from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

import agenda.decisions
import agenda.seeding
import formation.decisions
import formation.seeding
import nhveilig.accounts.seeding
import nhveilig.registers.seeding
import reports.documents.seeding
import themes.budgets.seeding
import themes.decisions
import themes.seeding.plans
from nhveilig.exceptions import PortalError
from nhveilig.governance.services import point_to_decisions
from nhveilig.regions.models import Municipality
from nhveilig.seeding.models import SeededRow
from nhveilig.seeding.rows import known
from nhveilig.seeding.runs import run
from themes.models import PolicyPlan

AGENDAS = ["veiligheidsagenda-2019-2022", "veiligheidsagenda-2023-2026"]
PLANS = ["imv-nh-2019-2022", "rbp-nn-2020-2023"]
# Read in their uitvoeringsplannen, not in a document of their own.
PLANS_BY_YEAR = ["verslag-nh-2020", "riec-nh-2025-2028", "ondermijningsplan-nh-2025-2028", "imv-nh-2024-2027"]
BUDGETS = ["begroting-noord-holland-2025"]
# Made of the plans and the budget of their year, so after those.
YEAR_PLANS = ["jaarplan-nh-2025"]
# Made of what became of the plans of their year.
REPORTS = ["jaarverslag-nh-2020", "twaalfmaandsrapportage-nh-2025", "halfjaarrapportage-nh-2026"]


def _holds_demo_data_without_notes() -> bool:
    noted = SeededRow.objects.filter(model=PolicyPlan._meta.label_lower).exists()
    return not noted and PolicyPlan.objects.filter(slug__in=PLANS).exists()


class Command(BaseCommand):
    help = "Load the demo data from fixtures/. Doing it again follows the fixtures where nobody changed anything."

    def handle(self, *args, **options) -> None:
        password = settings.DEMO_PASSWORD or settings.DEMO_PASSWORD_DEFAULT
        if not password:
            raise CommandError("DEMO_PASSWORD is empty: production has no demo accounts without a chosen password.")
        if not Municipality.objects.exists():
            raise CommandError("Laad eerst de landelijke gegevens: manage.py load_reference.")
        try:
            with transaction.atomic(), run(before_notes=_holds_demo_data_without_notes()) as current:
                self._load(password)
            for sentence in current.sentences():
                self.stdout.write(sentence)
        except PortalError as error:
            raise CommandError(str(error)) from None

    def _load(self, password: str) -> None:
        folder = settings.FIXTURES_DIR
        nhveilig.accounts.seeding.seed(password)
        for name in AGENDAS:
            agenda.seeding.seed(folder / name)
        formation.seeding.seed(folder / "formation")
        nhveilig.registers.seeding.seed(folder)
        for name in PLANS:
            reports.documents.seeding.seed(folder / name)
        policies = {folder / name: known(PolicyPlan, "slug")[name] for name in PLANS}
        policies |= {folder / name: themes.seeding.seed(folder / name) for name in PLANS_BY_YEAR}
        themes.seeding.plans.seed({path: plan for path, plan in policies.items() if plan.pk})
        for name in BUDGETS:
            themes.budgets.seeding.seed(folder / name)
        for name in YEAR_PLANS + REPORTS:
            reports.documents.seeding.seed_document(folder / name)
        for adopted in (*themes.decisions.ADOPTED, formation.decisions.TABLE, agenda.decisions.DISTRIBUTION):
            point_to_decisions(apps.get_model, adopted)
        self.stdout.write("De voorbeeldgegevens staan klaar.")
