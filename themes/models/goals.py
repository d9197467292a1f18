from django.db import models
from django.db.models import Q

from nhveilig.governance.goals.models import Priority
from nhveilig.registers.models import RegisterRow
from nhveilig.texts import models as texts
from themes.models.policy import Theme


class GoalTheme(RegisterRow):
    """That a goal of a council is about a theme: on this the theme rests."""

    priority = models.ForeignKey(
        Priority, models.CASCADE, related_name="goal_themes", verbose_name="prioriteit van een gemeente"
    )
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="goal_themes", verbose_name="thema")
    note = texts.CharField("toelichting", max_length=200, blank=True)

    class Meta:
        ordering = ["theme", "priority"]
        verbose_name = "prioriteit bij een thema"
        verbose_name_plural = "prioriteiten en thema’s"
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "theme"],
                condition=Q(deleted_at=None),
                name="themes_a_goal_is_about_a_theme_once",
                violation_error_message="Deze prioriteit staat al bij dit thema.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.priority} – {self.theme.short_title}"
