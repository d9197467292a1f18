"""What a document can show. Every kind of block is one small class that freezes its content from the database.

The content of each kind is described in docs/edition-schema.md; its template is `reports/blocks/<kind>.html`.
"""

from reports.documents.blocks.agenda import (
    AgreementsBlock,
    DistributionTableBlock,
    MonitoringBlock,
    NationalObjectivesBlock,
    TargetTableBlock,
    UnitTargetsBlock,
)
from reports.documents.blocks.base import BlockType, Source
from reports.documents.blocks.budget import BalanceBlock, BudgetBlock, GrantsBlock
from reports.documents.blocks.charts import ChartBlock
from reports.documents.blocks.map import MapBlock
from reports.documents.blocks.pictures import PicturesBlock
from reports.documents.blocks.plans import ImplementationPlanBlock, PlanOverviewBlock
from reports.documents.blocks.progress import NationalResultsBlock, ProgressSummaryBlock, ThemeProgressBlock
from reports.documents.blocks.registers import RegisterBlock
from reports.documents.blocks.reporting import ProgressReportBlock
from reports.documents.blocks.strength import StrengthChangesBlock, StrengthDevelopmentBlock, StrengthTableBlock
from reports.documents.blocks.texts import (
    ColophonBlock,
    ContentsBlock,
    CoverBlock,
    FootnotesBlock,
    ForewordBlock,
    GlossaryBlock,
    ProseBlock,
)
from reports.documents.blocks.theme import ThemeBlock

BLOCK_TYPES: dict[str, type[BlockType]] = {
    block_type.kind: block_type
    for block_type in (
        CoverBlock,
        ContentsBlock,
        ForewordBlock,
        ProseBlock,
        ThemeBlock,
        NationalObjectivesBlock,
        AgreementsBlock,
        TargetTableBlock,
        DistributionTableBlock,
        UnitTargetsBlock,
        MonitoringBlock,
        StrengthTableBlock,
        StrengthChangesBlock,
        StrengthDevelopmentBlock,
        ChartBlock,
        MapBlock,
        ImplementationPlanBlock,
        PlanOverviewBlock,
        ProgressReportBlock,
        ThemeProgressBlock,
        ProgressSummaryBlock,
        NationalResultsBlock,
        PicturesBlock,
        BudgetBlock,
        BalanceBlock,
        GrantsBlock,
        RegisterBlock,
        FootnotesBlock,
        GlossaryBlock,
        ColophonBlock,
    )
}

__all__ = ["BLOCK_TYPES", "BlockType", "Source"]
