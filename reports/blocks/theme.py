from reports.blocks.base import BlockType, FreezingError
from themes.models import Theme, ThemePart


class ThemeBlock(BlockType):
    """A theme chapter with its fixed parts. Option `theme`: the theme's number."""

    kind = "theme"

    def freeze(self) -> dict:
        theme = self._theme()
        parts = {part.kind: part for part in theme.parts.all()}
        frozen = [self._part(theme, parts[kind]) for kind in ThemePart.Kind if kind in parts]
        return {"slug": theme.slug, "parts": frozen}

    def _theme(self) -> Theme:
        number = self.block.options.get("theme")
        for theme in self.source.plan.themes.all():
            if theme.number == number:
                return theme
        raise FreezingError(f"Thema {number} bestaat niet in “{self.source.plan}”.")

    def _part(self, theme: Theme, part: ThemePart) -> dict:
        return {
            "kind": part.kind,
            "title": part.get_kind_display(),
            "html": part.html,
            "objectives": self._objectives(theme) if part.kind == ThemePart.Kind.OBJECTIVE else [],
            "elements": self._elements(theme) if part.kind == ThemePart.Kind.ACTIONS else [],
        }

    def _objectives(self, theme: Theme) -> list[dict]:
        return [{"number": str(objective.number), "text": objective.text} for objective in theme.objectives.all()]

    def _elements(self, theme: Theme) -> list[dict]:
        return [
            {"number": str(element.number), "title": element.title, "html": element.html}
            for element in theme.elements.all()
        ]
