from itertools import groupby

from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import TemplateView

from nhveilig.accounts.permissions import Permission
from nhveilig.glossary.queries import Known, known_to
from nhveilig.glossary.registers import TERMS, UNIT_TERMS
from nhveilig.http.views import breadcrumbs

OTHER = "0-9"


class GlossaryView(TemplateView):
    """What words and abbreviations mean, by the alphabet; `?zoek=` narrows. A visitor reads what is national."""

    template_name = "glossary/list.html"
    public = True

    def get_context_data(self, **kwargs):
        access, asked = self.request.access, self.request.GET.get("zoek", "").strip()
        known = known_to({role.police_unit_id for role in access.roles})
        found = [one for one in known if _holds(one, asked)]
        registers = [TERMS, UNIT_TERMS] if access.may(Permission.VIEW_PORTAL) else []
        return super().get_context_data(
            asked=asked,
            total=len(known),
            found=len(found),
            letters=[(letter, list(group)) for letter, group in groupby(sorted(found, key=_letter), key=_letter)],
            tables=[(one.title, one.url("list")) for one in registers],
            breadcrumbs=breadcrumbs([("Hulp", reverse("help"))], here="Begrippen en afkortingen"),
            **kwargs,
        )


def _holds(one: Known, asked: str) -> bool:
    text = f"{one.term} {one.in_full} {one.explanation} {one.variants}".casefold()
    return all(word in text for word in asked.casefold().split())


def _letter(one: Known) -> str:
    """Sorting by it is stable, so that within a letter the order stays."""
    word = slugify(one.term).upper()
    return word[0] if word[:1].isalpha() else OTHER
