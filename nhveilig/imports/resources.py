"""What every table shares in django-import-export: figures are matched, compared, and written in bulk."""

import logging
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from import_export import resources, results
from tablib import Dataset

from nhveilig.exceptions import PortalError
from nhveilig.figures.fields import FigureModel
from nhveilig.figures.parsing import ANY, Bounds
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.imports.plans import ImportPlan, RowAction, RowChange
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets import parsing
from nhveilig.sheets.exceptions import Problem
from nhveilig.sheets.layouts import Record

logger = logging.getLogger(__name__)

DETAILS, RECORD, REMOVE = "_details", "_record", "_remove"
UNEXPECTED = "Door een fout in het portaal is dit bestand niet verwerkt. De beheerder vindt de oorzaak in het logboek."


def elsewhere(police_unit: PoliceUnit) -> str:
    return (
        f"Dit is van eenheid {police_unit}; u kunt alleen veranderen wat van uw eigen eenheid is. "
        "Haal deze rij uit het bestand, of laat haar zoals zij in het portaal staat."
    )


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

    A subclass says of which model it is, by which attributes (`keys`) a figure is found again, and what it is called.
    `changes` and `unchanged` tell what was done; nothing is written for a figure that stays what it is.
    """

    figure_column = "waarde"
    bounds: Bounds = ANY
    keys: tuple[str, ...]
    # Attributes beside the figure that the file may change as well.
    details: tuple[str, ...] = ()

    class Meta:
        # The library's own fields look at one column each; a figure is two, and keys are no text.
        fields = ()
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
        self.may_change: Callable[[int | None], bool] = lambda police_unit_id: True
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

    @cached_property
    def police_units(self) -> dict[int, PoliceUnit]:
        return PoliceUnit.objects.in_bulk()

    def _refuse_elsewhere(self, instance: FigureModel) -> None:
        """What is only there and stays as it is, as in a file of the whole table, was skipped before."""
        unit = getattr(instance, "police_unit_id", None)
        if not self.may_change(unit):
            raise ValidationError(elsewhere(self.police_units[unit]))

    def shown(self, figure: Figure, instance: FigureModel) -> str:
        return figure.text() or "leeg"

    def decimals_of(self, instance: FigureModel) -> int | None:
        """How many decimals this figure may have; None where nobody knows."""
        return None

    def bounds_of(self, instance: FigureModel) -> Bounds:
        """What this figure may be, where that differs between figures of one table."""
        return self.bounds

    def dataset(
        self,
        places: Iterable[tuple[tuple[object, ...], dict[str, object], Record]],
        removed: Iterable[tuple[object, ...]] = (),
    ) -> Dataset:
        """Of (keys, attributes beside the figure, record) of each figure, and the keys of those that go."""
        rows = [[*keys, details, record.cell(self.figure_column), record, False] for keys, details, record in places]
        rows += [[*keys, {}, None, None, True] for keys in removed]
        return Dataset(*rows, headers=[*self.keys, DETAILS, self.figure_column, RECORD, REMOVE])

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

    @cached_property
    def known(self) -> dict[tuple[object, ...], FigureModel]:
        """What is stored, by its keys: one query, where the library's own loaders know a key of one field only."""
        return {tuple(getattr(found, key) for key in self.keys): found for found in self.get_queryset()}

    def get_instance(self, instance_loader, row) -> FigureModel | None:
        return self.known.get(tuple(row[key] for key in self.keys))

    def init_instance(self, row=None) -> FigureModel:
        return self._meta.model(value=None, qualifier=Qualifier.BLANK, **{key: row[key] for key in self.keys})

    def import_instance(self, instance, row, **kwargs) -> None:
        for name, value in row[DETAILS].items():
            setattr(instance, name, value)
        try:
            cell = row[self.figure_column]
            self.figure = instance.figure = parsing.figure(cell, self.bounds_of(instance), self.decimals_of(instance))
        except ValueError as error:
            raise ValidationError({"value": str(error)}) from None

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
        self._refuse_elsewhere(instance)
        if self.details:
            instance.clean_fields(exclude=[field.name for field in instance._meta.concrete_fields if field.is_relation])

    def before_save_instance(self, instance, row, **kwargs) -> None:
        old = "" if self._previous is None else self.shown(self._previous, instance)
        action = RowAction.NEW if self._previous is None else RowAction.CHANGED
        record = row[RECORD]
        new = self.shown(self.figure, instance)
        if self.figure == self._previous:
            # The figure stays, and what changes stands beside it.
            old = _with_details(old, self._previous_details)
            new = _with_details(new, self._details_of(instance))
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


def _with_details(text: str, details: tuple[object, ...]) -> str:
    return "; ".join([text, *(str(found) for found in details if found)])
