from django.db import transaction

from nhveilig.maps.outlines import OutlineError, read
from nhveilig.regions.models import Municipality, Outline


@transaction.atomic
def load_outlines(*, data: bytes, source: str) -> tuple[int, list[str]]:
    """Store the outlines of a GeoJSON or TopoJSON file in the place of earlier ones: how many, and the codes that no
    municipality here has. All or nothing: raises OutlineError or UnknownCoordinates and stores nothing.
    """
    found = read(data)
    known = {one.code: one for one in Municipality.objects.filter(code__in=found)}
    if not known:
        raise OutlineError(f"Geen enkele code uit het bestand is hier bekend: {', '.join(sorted(found)[:5])} …")
    outlines = [
        Outline(municipality=one, geometry={"type": "MultiPolygon", "coordinates": found[code]}, source=source)
        for code, one in known.items()
    ]
    Outline.objects.bulk_create(
        outlines,
        update_conflicts=True,
        unique_fields=["municipality"],
        update_fields=["geometry", "source", "loaded_at"],
    )
    return len(known), sorted(found.keys() - known.keys())
