"""What plans ask of people: to write, to answer and decide, and to report."""

from nhveilig.worklist.registry import add_source
from themes.worklist import checking, deciding, money, reacting, reporting, towns, writing

SOURCES = (
    reacting.Objection(),
    reacting.Remarks(),
    reacting.Draft(),
    reacting.Consulted(),
    reacting.ConsultedProsecution(),
    deciding.UnderReview(),
    deciding.ConsultationOver(),
    deciding.ObjectionsOfOthers(),
    deciding.SilentMunicipalities(),
    checking.ReportsToCheck(),
    checking.SentBack(),
    money.ConceptBudget(),
    writing.Returned(),
    writing.NotBegun(),
    writing.Unfinished(),
    writing.WithoutOwner(),
    writing.OpenComments(),
    reporting.ActivityDue(),
    reporting.OwnedDue(),
    reporting.TargetDue(),
    reporting.OldStandings(),
    reporting.NeverReported(),
    towns.PreparedHere(),
    towns.NeverReportedHere(),
    towns.OldHere(),
)
for _source in SOURCES:
    add_source(_source)
