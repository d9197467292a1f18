"""The abbreviations of one page: read when its first text or label is set, and each explained where it stands first."""

from django.http import HttpRequest

from nhveilig.glossary.queries import abbreviations, kept_for
from nhveilig.texts.abbreviations import Explainer


def explain_for(request: HttpRequest, unit: int) -> None:
    """The page is about this eenheid, whoever reads it."""
    request.explained_unit = unit


def explainer_of(request: HttpRequest) -> Explainer:
    if not hasattr(request, "explainer"):
        unit = getattr(request, "explained_unit", None) or _only_unit(request)
        request.explainer = Explainer(abbreviations(kept_for(unit, getattr(request, "stamps", None))))
    return request.explainer


def _only_unit(request: HttpRequest) -> int | None:
    """Of a reader who works for one eenheid; for several there is no telling which is meant."""
    units = {role.police_unit_id for role in request.access.roles}
    return units.pop() if len(units) == 1 else None
