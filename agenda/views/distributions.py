from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse

from agenda.editing_forms import DecideForm, DivideForm
from agenda.models import Distribution, Indicator
from agenda.queries import reference_dates
from agenda.services import Refused, distribute, propose_distribution
from agenda.services.distributions import Proposal
from agenda.views.editing import INVALID, saved
from agenda.views.measurements import address_of
from agenda.views.register import IndicatorPage, regional_units
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import number
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit


class DistributeView(IndicatorPage):
    """Divide a national target: choose a key, look at the proposal with its remainders, then confirm.

    The choice stands in the address, so the proposal that is confirmed is the one that was looked at.
    """

    permission = Permission.EDIT_AGENDA
    template_name = "agenda/indicator_distribute.html"
    queryset = Indicator.objects.select_related("objective__agenda")

    def get_context_data(self, **kwargs):
        chosen = kwargs.pop("chosen", None) or self._chosen()
        proposal = kwargs.pop("proposal", None) or self._proposal(chosen)
        form = kwargs.pop("form", None) or DecideForm()
        return super().get_context_data(
            chosen=chosen,
            proposal=proposal,
            table=proposal_table(proposal).as_dict() if proposal else None,
            form=form,
            address=address_of(self.object),
            query=self.request.GET.urlencode(),
            **kwargs,
        )

    def trail(self, agenda):
        *above, _ = super().trail(agenda)
        return [*above, (self.object.name, address_of(self.object)), ("Verdelen", None)]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        chosen, form = self._chosen(), DecideForm(request.POST)
        proposal = self._proposal(chosen)
        if proposal and form.is_valid() and self._distributed(proposal, form):
            message = f"De verdeling van {proposal.year} over {len(proposal.shares)} eenheden is opgeslagen."
            return saved(request, message, address_of(self.object))
        context = self.get_context_data(chosen=chosen, proposal=proposal, form=form)
        return self.render_to_response(context, status=INVALID)

    def _chosen(self) -> DivideForm:
        units = list(PoliceUnit.objects.all())
        data = self.request.GET if "sleutel" in self.request.GET else None
        form = DivideForm(data, self.object.objective.agenda, units, reference_dates())
        form.initial = {"eenheden": [unit.slug for unit in regional_units()]}
        return form

    def _proposal(self, chosen: DivideForm) -> Proposal | None:
        if not chosen.is_valid():
            return None
        day = chosen.cleaned_data["peildatum"]
        try:
            return propose_distribution(
                indicator=self.object,
                year=chosen.cleaned_data["jaar"],
                key=chosen.cleaned_data["sleutel"],
                police_units=chosen.chosen_units,
                reference_date=date.fromisoformat(day) if day else None,
                by_hand=chosen.by_hand,
            )
        except Refused as refused:
            chosen.refuse(str(refused), refused.field)
        return None

    def _distributed(self, proposal: Proposal, form: DecideForm) -> bool:
        try:
            distribute(
                proposal=proposal,
                note=form.cleaned_data["toelichting"],
                decided_on=form.cleaned_data["vastgesteld_op"],
                decided_by=form.cleaned_data["vastgesteld_door"],
                by=self.request.user,
            )
        except Refused as refused:
            form.refuse(str(refused), refused.field)
            return False
        return True


def proposal_table(proposal: Proposal) -> Table:
    """Each share beside its exact value, so that everybody can follow the rounding."""
    rows = [
        Row(
            share.police_unit.name,
            [
                Cell.of(Figure(share.value), proposal.indicator.decimals),
                Cell.of(Figure(share.exact) if share.exact is not None else Figure.blank(), 2),
                Cell.of(Figure(Decimal(share.weight)) if share.weight is not None else Figure.blank(), 0),
                Cell.words(share.before),
            ],
        )
        for share in proposal.shares
    ]
    total = [Cell.of(Figure(proposal.total), proposal.indicator.decimals), Cell.of(Figure(proposal.target), 2)]
    rows.append(Row("Som van de delen", [*total, Cell.of(Figure.blank(), 0), Cell.words("")], role="total"))
    return Table(
        id="voorstel",
        caption=f"Voorstel voor {proposal.year}",
        unit=proposal.indicator.unit,
        row_header="Eenheid",
        columns=[
            Column("share", "Deel", decimals=proposal.indicator.decimals),
            Column("exact", "Precies", decimals=2),
            Column("weight", "Telt voor"),
            Column("before", "Tot nu toe", kind="text"),
        ],
        rows=rows,
        notes=[_remainder_note(proposal)],
    )


def _remainder_note(proposal: Proposal) -> str:
    if proposal.remainder:
        return (
            f"De delen geven samen {number(proposal.total)}; het landelijke streefcijfer is {number(proposal.target)}. "
            "Leg het verschil uit bij het vaststellen."
        )
    if proposal.key == Distribution.Key.MANUAL:
        return "De delen zijn samen precies het landelijke streefcijfer."
    return (
        "Elk deel is naar beneden afgerond; wat overbleef, ging naar de grootste resten. Samen is het het streefcijfer."
    )
