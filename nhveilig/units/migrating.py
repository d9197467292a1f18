"""For a migration of an app whose column becomes a UnitField."""

from collections.abc import Callable

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nhveilig.figures.units import KnownUnits, apart, comparable


def carry(app: str, model: str, field: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """For RunPython, after `units.0002_known_units`: what stands in the column and is not known becomes a unit of one
    word, which people are asked to complete."""

    def carried(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        rows, units = apps.get_model(app, model).objects, apps.get_model("units", "Unit").objects
        known = KnownUnits(units.values_list("singular", "plural"))
        texts = rows.order_by(field).values_list(field, flat=True).distinct()
        words = {comparable(apart(text)[0]): apart(text)[0] for text in texts if known.spelled(text) is None}
        units.bulk_create(units.model(singular=word, plural=word, is_checked=False) for word in words.values())

    return carried
