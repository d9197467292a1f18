"""The forms of the page to write a plan, as a browser without script sends them and as its script does."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.forms import CharField, DateTimeField, Form, IntegerField, UUIDField
from django.utils import timezone

from nhveilig.editing.changes import FieldChange
from nhveilig.editing.fields import LONGEST_PROSE
from nhveilig.editing.forms import SEEN, read_seen
from nhveilig.exceptions import PortalError
from themes.models import ImplementationPlan
from themes.parts.forms import PartForm
from themes.parts.queries import find_part
from themes.parts.registry import kind_of

# Of which part a form is.
PART = "onderdeel"


class UnreadableForm(PortalError):
    """Not a form of this page."""

    def __init__(self) -> None:
        super().__init__(
            "Het formulier is niet compleet aangekomen, dus er is niets opgeslagen. Laad de pagina opnieuw."
        )


def submitted(plan: ImplementationPlan, data: Mapping[str, str]) -> PartForm:
    """The form of one part. Raises UnreadableForm and UnknownPart."""
    if not read_seen(data.get(SEEN, "")):
        raise UnreadableForm
    key = data.get(PART, "")
    part = find_part(plan, key)
    return kind_of(part).form(data, row=part, part=key)


def typed_in(form: PartForm) -> dict[str, str]:
    """What stood in each control, prose as HTML."""
    return {
        name: form.fields[name].widget.value_from_datadict(form.data, None, name)
        for name in form.row_fields
        if name in form.seen
    }


def touched_in(form: PartForm) -> list[FieldChange]:
    """What of it is new. Whether it can be, saving finds out: all that is wrong is named at once."""
    return [form.change(name, text, form.part) for name, text in typed_in(form).items() if form.is_touched(name)]


class FieldForm(Form):
    """One field, as the script sends it. `base` is the text its editor began with."""

    part = CharField(max_length=40)
    field = CharField(max_length=30)
    text = CharField(required=False, strip=False, max_length=LONGEST_PROSE)
    base = CharField(required=False, strip=False, max_length=LONGEST_PROSE)
    version = IntegerField(min_value=0, max_value=2_000_000_000)
    session = UUIDField(required=False)

    @property
    def why_not(self) -> str:
        if "text" in self.errors or "base" in self.errors:
            return "Deze tekst is te lang om op te slaan. Verdeel hem over andere onderdelen."
        return "De tekst is niet compleet aangekomen en dus niet opgeslagen. Laad de pagina opnieuw."


class PresenceForm(Form):
    """`seen` is the version of the plan the page shows, `since` when it was last told of changes."""

    session = UUIDField()
    part = CharField(required=False, max_length=40)
    seen = IntegerField(required=False)
    since = DateTimeField(required=False)
    leaving = CharField(required=False)

    def clean_since(self) -> datetime | None:
        since = self.cleaned_data["since"]
        if since and since > timezone.now():
            raise ValidationError("in the future")
        return since
