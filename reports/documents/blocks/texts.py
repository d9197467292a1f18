from reports.documents.blocks.base import BlockType


class CoverBlock(BlockType):
    kind = "cover"

    def freeze(self) -> dict:
        document = self.source.document
        return {
            "title": document.title,
            "subtitle": document.subtitle,
            "organisation": document.organisation,
            "senders": self.block.options.get("senders", ""),
            "period": document.period,
        }


class ContentsBlock(BlockType):
    """Made from the other blocks while rendering: page numbers exist only then."""

    kind = "contents"

    def freeze(self) -> dict:
        return {}


class ForewordBlock(BlockType):
    kind = "foreword"

    def freeze(self) -> dict:
        return {"html": self.block.html, "signatories": self.block.options.get("signatories", [])}


class ProseBlock(BlockType):
    kind = "prose"

    def freeze(self) -> dict:
        return {"html": self.block.html}


class FootnotesBlock(BlockType):
    """Filled by the freezing itself, once every note in the edition has its number."""

    kind = "footnotes"

    def freeze(self) -> dict:
        return {"notes": []}


class GlossaryBlock(BlockType):
    kind = "glossary"

    def freeze(self) -> dict:
        return {"terms": self.block.options.get("terms", [])}


class ColophonBlock(BlockType):
    kind = "colophon"

    def freeze(self) -> dict:
        return {"html": self.block.html, "lines": self.block.options.get("lines", [])}
