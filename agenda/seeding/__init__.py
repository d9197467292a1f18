"""An agenda from a folder of sheets."""

from pathlib import Path

from agenda.models import SafetyAgenda
from agenda.seeding.figures import (
    TARGETS,
    refuse_unexplained,
    seed_distribution,
    seed_explanations,
    seed_indicators,
    seed_measurements,
    seed_targets,
)
from agenda.seeding.objectives import seed_agenda, seed_agreements, seed_context, seed_objectives, seed_topics
from nhveilig.seeding.runs import run


@run()
def seed(folder: Path) -> SafetyAgenda:
    """One Veiligheidsagenda. Raises FileRefused; a published figure that its parts contradict is refused too."""
    agenda = seed_agenda(folder / "agenda.csv")
    objectives = seed_objectives(folder, agenda)
    seed_agreements(folder / "agreements.csv", objectives)
    topics = seed_topics(folder, agenda)
    seed_context(folder, objectives, topics)
    indicators = seed_indicators(folder / "indicators.csv", objectives)
    seed_explanations(folder / "explanations.csv", indicators)
    targets = seed_targets(folder / TARGETS, indicators)
    seed_distribution(folder, indicators)
    seed_measurements(folder / "realisatie.csv", indicators)
    refuse_unexplained(agenda, folder, targets)
    return agenda
