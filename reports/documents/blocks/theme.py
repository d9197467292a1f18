from reports.documents.blocks.base import BlockType, FreezingError
from themes.models import Theme, ThemePart

Kind = ThemePart.Kind
WITH_OBJECTIVES = {Kind.OBJECTIVE, Kind.AIMS}
WITH_ELEMENTS = {Kind.ACTIONS, Kind.APPROACH}


class ThemeBlock(BlockType):
    """A theme chapter with the parts it has. Option `theme`: the theme's number.

    With `part_numbers` in the document's layout each part is a numbered section that can be linked to.
    """

    kind = "theme"

    def freeze(self) -> dict:
        theme = self._theme()
        parts = {part.kind: part for part in theme.parts.all()}
        frozen = [self._part(theme, parts[kind]) for kind in Kind if kind in parts]
        if self.source.document.layout.get("part_numbers"):
            frozen = [self._numbered(part, place) for place, part in enumerate(frozen, start=1)]
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
            "title": part.title or part.get_kind_display(),
            "html": part.html,
            "objectives": self._objectives(theme) if part.kind in WITH_OBJECTIVES else [],
            "elements": self._elements(theme) if part.kind in WITH_ELEMENTS else [],
        }

    def _numbered(self, part: dict, place: int) -> dict:
        return part | {"id": f"{self.block.anchor}-deel-{place}", "number": f"{self.block.number}.{place}"}

    def _objectives(self, theme: Theme) -> list[dict]:
        return [{"number": str(objective.number), "text": objective.text} for objective in theme.objectives.all()]

    def _elements(self, theme: Theme) -> list[dict]:
        return [
            {"number": str(element.number), "title": element.title, "html": element.html}
            for element in theme.elements.all()
        ]
