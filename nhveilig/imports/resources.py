"""What every table shares in django-import-export: figures are matched, compared, and written in bulk."""

import logging

from django.core.exceptions import ValidationError
from import_export import fields, resources, results, widgets
from import_export.instance_loaders import BaseInstanceLoader
from tablib import Dataset

from nhveilig.exceptions import PortalError
from nhveilig.figures.fields import FigureModel
from nhveilig.figures.parsing import ANY, Bounds
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.imports.plans import ImportPlan, RowAction, RowChange
from nhveilig.sheets import parsing
from nhveilig.sheets.exceptions import Problem
from nhveilig.sheets.layouts import Record

logger = logging.getLogger(__name__)

RECORD, REMOVE = "_record", "_remove"
UNEXPECTED = "Door een fout in het portaal is dit bestand niet verwerkt. De beheerder vindt de oorzaak in het logboek."


class FigureWidget(widgets.Widget):
    """The figure of a cell. Raises ValueError, which the library collects for the row."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__()
        self.bounds = bounds

    def clean(self, value, row=None, **kwargs) -> Figure:
        return parsing.figure(value, self.bounds)

    def render(self, value, obj=None, **kwargs) -> Figure:
        return value


class KeyedInstanceLoader(BaseInstanceLoader):
    """All instances of the resource's queryset by their key, read in one query.

    The library's own cached loader knows a key of one field only.
    """

    def __init__(self, resource, dataset=None) -> None:
        super().__init__(resource, dataset)
        keys = [resource.fields[name].attribute for name in resource.get_import_id_fields()]
        self._columns = [resource.fields[name].column_name for name in resource.get_import_id_fields()]
        self._instances = {tuple(getattr(found, key) for key in keys): found for found in resource.get_queryset()}

    def get_instance(self, row) -> FigureModel | None:
        return self._instances.get(tuple(row[column] for column in self._columns))


class FigureResult(results.Result):
    """Problems with the place in the file instead of a row number of the library."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.problems: list[Problem] = []

    def append_invalid_row(self, number, row, validation_error) -> None:
        record: Record = row[RECORD]
        self.problems += [record.problem(self.figure_column, message) for message in validation_error.messages]

    def append_error_row(self, number, row, errors) -> None:
        super().append_error_row(number, row, errors)
        for error in errors:
            self._note(error.error)

    def append_base_error(self, error) -> None:
        super().append_base_error(error)
        self._note(error.error)

    def _note(self, error: Exception) -> None:
        if not isinstance(error, PortalError):
            logger.error("An import met an unexpected error.", exc_info=error)
        self.problems.append(Problem(str(error) if isinstance(error, PortalError) else UNEXPECTED))

    def has_validation_errors(self) -> bool:
        return bool(self.problems)


class FigureRowResult(results.RowResult):
    def add_instance_info(self, instance) -> None:
        """Nothing: the library would write every instance as text, which reads what it belongs to row by row."""


class FigureResource(resources.ModelResource):
    """One figure a row. The dataset has the ids of what a figure belongs to, the cell it stands in, and its record.

    A subclass sets `Meta.model` and `import_id_fields`, and says what a figure is called. `changes` and `unchanged`
    tell what was done; nothing is written for a figure that stays what it is.
    """

    figure_column = "waarde"
    # Attributes beside the figure that the file may change as well.
    details: tuple[str, ...] = ()

    class Meta:
        instance_loader_class = KeyedInstanceLoader
        use_transactions = True
        use_bulk = True
        batch_size = 1000
        # The library compares by copying every instance; `skip_row` does it with the figure alone.
        skip_diff = True
        report_skipped = False

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.changes: list[RowChange] = []
        self.unchanged = 0
        self._import_fields: list[fields.Field] | None = None
        # Of the row at hand: building a figure from its columns costs, and each is asked for often.
        self.figure = Figure.blank()
        self._previous: Figure | None = None
        self._previous_details: tuple[object, ...] = ()

    @classmethod
    def get_result_class(cls):
        return type("Result", (FigureResult,), {"figure_column": cls.figure_column})

    @classmethod
    def get_row_result_class(cls):
        return FigureRowResult

    def name_of(self, instance: FigureModel) -> str:
        """What the figure is called in the preview. Reads nothing: 10.000 figures are named."""
        raise NotImplementedError

    def shown(self, figure: Figure, instance: FigureModel) -> str:
        return figure.text() or "leeg"

    def read(self, dataset: Dataset, plan: ImportPlan) -> list[FigureModel]:
        """The rows of the dataset as they would be stored, looking at nothing that is. Problems come on the plan."""
        found = []
        for row in dataset.dict:
            instance = self.init_instance(row)
            try:
                self.import_instance(instance, row)
                self.validate_instance(instance)
            except ValidationError as error:
                plan.problems += [row[RECORD].problem(self.figure_column, message) for message in error.messages]
            else:
                found.append(instance)
        return found

    def _details_of(self, instance: FigureModel) -> tuple[object, ...]:
        return tuple(getattr(instance, name) for name in self.details)

    def init_instance(self, row=None) -> FigureModel:
        keys = (self.fields[name] for name in self.get_import_id_fields())
        places = {field.attribute: row[field.column_name] for field in keys}
        return self._meta.model(value=None, qualifier=Qualifier.BLANK, **places)

    def get_import_fields(self) -> list[fields.Field]:
        """Not the keys: whatever was found by them, or made with them, has them."""
        if self._import_fields is None:
            keys = self.get_import_id_fields()
            self._import_fields = [found for name, found in self.fields.items() if name not in keys]
        return self._import_fields

    def import_instance(self, instance, row, **kwargs) -> None:
        super().import_instance(instance, row, **kwargs)
        self.figure = instance.figure

    def after_init_instance(self, instance, new, row, **kwargs) -> None:
        self._previous = None if new else instance.figure
        self._previous_details = self._details_of(instance)

    def for_delete(self, row, instance) -> bool:
        return row[REMOVE]

    def skip_row(self, instance, original, row, import_validation_errors=None) -> bool:
        if import_validation_errors or self._previous is None:
            return False
        if (self.figure, self._details_of(instance)) != (self._previous, self._previous_details):
            return False
        self.unchanged += 1
        return True

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True) -> None:
        """Without the queries of `full_clean()`: keys come from rows just read, and doubles were refused before.

        A figure alone was measured when it was read (`parsing.figure`).
        """
        super().validate_instance(instance, import_validation_errors, validate_unique=False)
        if self.details:
            instance.clean_fields(exclude=[field.name for field in instance._meta.concrete_fields if field.is_relation])

    def before_save_instance(self, instance, row, **kwargs) -> None:
        old = "" if self._previous is None else self.shown(self._previous, instance)
        action = RowAction.NEW if self._previous is None else RowAction.CHANGED
        record = row[RECORD]
        new = self.shown(self.figure, instance)
        if self.figure == self._previous:
            # The figure stays, and what changes stands beside it.
            old, new = _beside(old, self._previous_details), _beside(new, self._details_of(instance))
        self.changes.append(RowChange(action, self.name_of(instance), old, new, record.sheet.title, record.row))

    def before_delete_instance(self, instance, row, **kwargs) -> None:
        old = self.shown(instance.figure, instance)
        self.changes.append(RowChange(RowAction.REMOVED, self.name_of(instance), old))

    def bulk_update(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None) -> None:
        """One insert that turns into an update: ten times faster than an update with a case for every row."""
        try:
            self._meta.model.objects.bulk_create(
                self.update_instances,
                batch_size=batch_size,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=self.get_bulk_update_fields(),
            )
        except Exception as error:  # as the library does: it becomes an error of the result
            self.handle_import_error(result, error, raise_errors)
        finally:
            self.update_instances.clear()

    def get_bulk_update_fields(self) -> list[str]:
        return ["value", "qualifier", *self.details]


def _beside(text: str, details: tuple[object, ...]) -> str:
    return "; ".join([text, *(str(found) for found in details if found)])


def figure_field(column: str, bounds: Bounds = ANY) -> fields.Field:
    """`figure` sets value and qualifier of the row together."""
    return fields.Field(attribute="figure", column_name=column, widget=FigureWidget(bounds))
