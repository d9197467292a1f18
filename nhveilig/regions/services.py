"""What an eenheid says of itself."""

from nhveilig.regions.models import Office, PoliceUnit


def set_office(*, police_unit: PoliceUnit, name: str, email: str, phone: str) -> Office:
    said = {"name": name, "email": email, "phone": phone}
    return Office.objects.update_or_create(police_unit=police_unit, defaults=said)[0]
