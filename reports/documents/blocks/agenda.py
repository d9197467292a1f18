from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join

from agenda.models import Agreement, InvestigationType, NationalObjective, SafetyAgenda, Topic, TopicItem
from agenda.periods import REPORTED, period_title
from agenda.presenters import distribution_tables, target_tables, unit_targets_table
from agenda.register.presenters import ObjectiveReport, monitoring
from reports.documents.blocks.base import BlockType, FreezingError


class NationalObjectivesBlock(BlockType):
    """The agenda in words. Options: `objectives` (true or false) and `topic_groups` (a list of groups)."""

    kind = "national_objectives"

    def freeze(self) -> dict:
        objectives = self.source.agenda.objectives.all() if self.block.options.get("objectives") else []
        groups = [Topic.Group(group) for group in self.block.options.get("topic_groups", [])]
        return {
            "html": self.block.html,
            "objectives": [
                {
                    "code": objective.code,
                    "title": objective.title,
                    "html": objective.html + _investigation_types(objective),
                }
                for objective in objectives
                if objective.html
            ],
            "topic_groups": [self._group(group, titled=len(groups) > 1) for group in groups],
        }

    def _group(self, group: Topic.Group, *, titled: bool) -> dict:
        """A group standing alone under a heading of its own needs no second title."""
        topics = [topic for topic in self.source.agenda.topics.all() if topic.group == group]
        return {"title": group.label if titled else "", "html": "", "topics": [self._topic(topic) for topic in topics]}

    def _topic(self, topic: Topic) -> dict:
        return {
            "number": topic.number,
            "title": topic.title,
            "html": f"<p>{escape(topic.text)}</p>" if topic.text else "",
            "item_groups": self._items(topic),
        }

    def _items(self, topic: Topic) -> list[dict]:
        groups: dict[str, list[str]] = {}
        for item in topic.items.all():
            groups.setdefault(item.kind, []).append(item.text)
        return [{"kind": kind, "label": TopicItem.Kind(kind).label, "items": texts} for kind, texts in groups.items()]


def _investigation_types(objective: NationalObjective) -> str:
    """What counts as which kind of investigation: too many words for a table. Empty for most objectives."""
    kinds = objective.investigation_types.all()
    items = format_html_join(
        "",
        "<li><strong>{}</strong> ({}): {}</li>",
        ((kind.title, _circumstances(kind), kind.core) for kind in kinds),
    )
    return format_html("<h4>Soorten onderzoek</h4><ul>{}</ul>", items) if kinds else ""


def _circumstances(kind: InvestigationType) -> str:
    parts = [kind.scale, kind.executor, f"niveau {kind.level}" if kind.level else ""]
    return "; ".join(filter(None, parts))


class AgreementsBlock(BlockType):
    kind = "agreements"

    def freeze(self) -> dict:
        groups = [self._group(objective) for objective in self.source.agenda.objectives.all()]
        return {"html": self.block.html, "groups": [group for group in groups if group["agreements"]]}

    def _group(self, objective: NationalObjective) -> dict:
        return {
            "code": objective.code,
            "title": objective.title,
            "agreements": [self._agreement(agreement) for agreement in objective.agreements.all()],
        }

    def _agreement(self, agreement: Agreement) -> dict:
        return {
            "code": agreement.code,
            "heading": agreement.heading,
            "text": agreement.text,
            "kind": agreement.kind,
            "kind_label": agreement.get_kind_display(),
            "actors": agreement.actors,
            "term": agreement.term,
            "monitoring": agreement.get_monitoring_display(),
        }


class TargetTableBlock(BlockType):
    kind = "target_table"

    def freeze(self) -> dict:
        tables = target_tables(self.source.agenda)
        return {"html": self.block.html, "tables": [table.as_dict() for table in tables]}


class DistributionTableBlock(BlockType):
    kind = "distribution_table"

    def freeze(self) -> dict:
        tables = distribution_tables(self.source.distribution)
        return {"html": self.block.html, "tables": [table.as_dict() for table in tables]}


class UnitTargetsBlock(BlockType):
    """Everything the document's own eenheid is held to, as one table."""

    kind = "unit_targets"

    def freeze(self) -> dict:
        police_unit = self.source.document.police_unit
        agenda = SafetyAgenda.objects.with_targets_of(police_unit).get(pk=self.source.agenda.pk)
        table = unit_targets_table(agenda, police_unit)
        if table is None:
            raise FreezingError(f"“{agenda}” heeft geen streefcijfers van {police_unit}. Voer eerst de verdeling in.")
        return {"html": self.block.html, "tables": [table.as_dict()]}


class MonitoringBlock(BlockType):
    """Progress of the whole agenda for the LOVP. Options: `year`, and `period` (h1 or jaar)."""

    kind = "monitoring"

    def freeze(self) -> dict:
        agenda = SafetyAgenda.objects.with_register().get(pk=self.source.agenda.pk)
        year, period = self._year(agenda), self._period()
        reports = monitoring(agenda, year, period, timezone.localdate())
        return {
            "html": self.block.html,
            "period": period_title(year, period),
            "tables": [table.as_dict() for report in reports for table in report.tables],
            "objectives": [self._objective(report) for report in reports],
        }

    def _year(self, agenda: SafetyAgenda) -> int:
        year = self.block.options.get("year")
        if year not in agenda.years:
            raise FreezingError(f"Het blok “{self.block}” vraagt een jaar uit “{agenda}”, niet “{year}”.")
        return year

    def _period(self) -> str:
        period = self.block.options.get("period", REPORTED[-1])
        if period not in REPORTED:
            raise FreezingError(f"Het blok “{self.block}” kent de periode “{period}” niet: kies h1 of jaar.")
        return period

    def _objective(self, report: ObjectiveReport) -> dict:
        return {
            "code": report.objective.code,
            "title": report.objective.title,
            "table_ids": [table.id for table in report.tables],
            "changes": report.changes,
            "agreements": [
                {
                    "code": agreement.code,
                    "heading": agreement.heading,
                    "status": agreement.get_status_display(),
                    "owner": agreement.owner,
                }
                for agreement in report.agreements
            ],
            "missing": report.missing,
        }
