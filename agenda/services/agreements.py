from datetime import date

from django.db import transaction

from agenda.exceptions import Refused, refuse_other_years
from agenda.models import Agreement, AgreementNote
from nhveilig.accounts.models import User
from nhveilig.regions.models import PoliceUnit


@transaction.atomic
def note_agreement(
    *,
    agreement: Agreement,
    police_unit: PoliceUnit | None,
    year: int,
    status: str,
    text: str,
    written_on: date,
    by: User | None,
) -> AgreementNote:
    """The note of one eenheid for one year; writing it again replaces it. Without `police_unit`: the whole country."""
    refuse_other_years(agreement.objective.agenda, year)
    if year > written_on.year:
        raise Refused(f"Over {year} kunt u nog niets schrijven: dat jaar moet nog beginnen.", "year")
    if not text.strip():
        raise Refused("Schrijf in een of twee zinnen wat er is gedaan en wat het opleverde.", "text")
    note, _ = AgreementNote.objects.update_or_create(
        agreement=agreement,
        police_unit=police_unit,
        year=year,
        defaults={
            "status": Agreement.Status(status),
            "text": text.strip(),
            "written_on": written_on,
            "written_by": by,
        },
    )
    return note
