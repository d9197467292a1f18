from reports.documents.blocks.base import BlockType, FreezingError

MEDIA_TYPES = {"image/jpeg", "image/png", "image/webp"}
FROZEN = ("alt", "caption", "media_type", "width", "height", "data")


class PicturesBlock(BlockType):
    """Only on the web. Option `pictures`: each with `data` (base64) and, in words, what it shows (`alt`)."""

    kind = "pictures"
    web_only = True

    def freeze(self) -> dict:
        pictures = self.block.options.get("pictures", [])
        return {"html": self.block.html, "pictures": [self._picture(*one) for one in enumerate(pictures, start=1)]}

    def _picture(self, place: int, picture: dict) -> dict:
        if not picture.get("alt"):
            raise FreezingError(
                f"Afbeelding {place} van “{self.block}” zegt niet in woorden wat erop staat. Vul dat in, "
                "voor wie de afbeelding niet ziet."
            )
        if picture["media_type"] not in MEDIA_TYPES:
            raise FreezingError(f"Afbeelding {place} van “{self.block}” is geen jpg, png of webp.")
        return {"id": f"{self.block.anchor}-{place}"} | {name: picture[name] for name in FROZEN}
