"""The policy of an eenheid: its four-year plan and themes, and per theme and year the uitvoeringsplan."""

from themes.models.attachments import Attachment
from themes.models.budgets import (
    Budget,
    BudgetExplanation,
    BudgetGroup,
    BudgetLine,
    BudgetOutcome,
    BudgetQuerySet,
    BudgetSide,
    BudgetTotal,
    Grant,
    GrantYear,
)
from themes.models.goals import GoalTheme
from themes.models.plans import ImplementationPlan, PlanLink, PlanPerson, PlanText, Project
from themes.models.policy import Objective, PolicyPlan, Theme, ThemeElement, ThemeMember, ThemePart
from themes.models.prepared import PreparedReaction, PreparedReport
from themes.models.progress import AnswerLink, Outlook, ProgressUpdate, Standing, Verdict
from themes.models.rows import Activity, Capacity, Decision, Funding, IntendedResult, ResultTarget
from themes.models.workflow import PROSECUTION, Comment, PlanEdit, PlanStep, Presence, Reaction
