"""What a document can show. Every kind of block is one small class that freezes its content from the database.

The content of each kind is described in docs/edition-schema.md; its template is `reports/blocks/<kind>.html`.
"""

from reports.blocks.agenda import (
    AgreementsBlock,
    DistributionTableBlock,
    MonitoringBlock,
    NationalObjectivesBlock,
    TargetTableBlock,
    UnitTargetsBlock,
)
from reports.blocks.base import BlockType, Source
from reports.blocks.budget import BalanceBlock, BudgetBlock, GrantsBlock
from reports.blocks.charts import ChartBlock
from reports.blocks.map import MapBlock
from reports.blocks.pictures import PicturesBlock
from reports.blocks.plans import ImplementationPlanBlock, PlanOverviewBlock
from reports.blocks.progress import NationalResultsBlock, ProgressSummaryBlock, ThemeProgressBlock
from reports.blocks.reporting import ProgressReportBlock
from reports.blocks.strength import StrengthChangesBlock, StrengthDevelopmentBlock, StrengthTableBlock
from reports.blocks.texts import (
    ColophonBlock,
    ContentsBlock,
    CoverBlock,
    FootnotesBlock,
    ForewordBlock,
    GlossaryBlock,
    ProseBlock,
)
from reports.blocks.theme import ThemeBlock

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
        FootnotesBlock,
        GlossaryBlock,
        ColophonBlock,
    )
}

__all__ = ["BLOCK_TYPES", "BlockType", "Source"]
