"""The figures of strength tables in django-import-export."""

from django.core.exceptions import ValidationError
from import_export import fields

from formation.importing.columns import FTE
from formation.models import StaffCategory, StrengthCell, StrengthRow, StrengthTable
from nhveilig.figures import parsing
from nhveilig.figures.formats import date_short
from nhveilig.figures.values import Figure
from nhveilig.imports.resources import FigureResource, figure_field


class StrengthCellResource(FigureResource):
    """Cells of the given tables, by row and category. Expects the tables' rows and categories to be there."""

    figure_column = FTE

    row = fields.Field(attribute="row_id", column_name="_row")
    category = fields.Field(attribute="category_id", column_name="_category")
    figure = figure_field(FTE, parsing.FTE)

    class Meta(FigureResource.Meta):
        model = StrengthCell
        fields = ("row", "category", "figure")
        import_id_fields = ("row", "category")

    def __init__(
        self, tables: list[StrengthTable], rows: dict[int, StrengthRow], categories: dict[int, StaffCategory]
    ) -> None:
        super().__init__()
        self._tables = {table.pk: table for table in tables}
        self._days = {table.pk: date_short(table.reference_date) for table in tables}
        self.rows, self.categories = rows, categories
        # What a changed cell was before; of a new one nothing is kept.
        self.changed: list[tuple[StrengthCell, Figure]] = []
        self.touched: set[int] = set()
        # Tables with the figures they had before this file.
        self.existing: list[StrengthTable] = []

    @property
    def tables(self) -> list[StrengthTable]:
        return list(self._tables.values())

    def touched_tables(self) -> list[StrengthTable]:
        return [table for table in self.tables if table.pk in self.touched]

    def table_of(self, cell: StrengthCell) -> StrengthTable:
        return self._tables[self.rows[cell.row_id].table_id]

    def get_queryset(self):
        return StrengthCell.objects.filter(row__table__in=self._tables.values())

    def name_of(self, instance: StrengthCell) -> str:
        row = self.rows[instance.row_id]
        day = self._days[row.table_id]
        return f"{row.unit.name}, {self.categories[instance.category_id].name}, {day}"

    def shown(self, figure: Figure, instance: StrengthCell) -> str:
        table = self.table_of(instance)
        if figure.value is not None and figure.value == round(figure.value, table.decimals):
            return figure.text(table.decimals)
        return figure.text() or "leeg"

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True) -> None:
        super().validate_instance(instance, import_validation_errors, validate_unique)
        self._refuse_no_strength(self.figure, self.table_of(instance))

    def _refuse_no_strength(self, figure: Figure, table: StrengthTable) -> None:
        if figure.value is not None and figure.value != round(figure.value, table.decimals):
            raise ValidationError(
                f"Deze tabel heeft {table.decimals} cijfers achter de komma. Rond het getal af op {table.decimals}."
            )

    def before_save_instance(self, instance, row, **kwargs) -> None:
        super().before_save_instance(instance, row, **kwargs)
        self.touched.add(self.table_of(instance).pk)
        if self._previous is not None:
            instance.version += 1
            self.changed.append((instance, self._previous))

    def before_delete_instance(self, instance, row, **kwargs) -> None:
        super().before_delete_instance(instance, row, **kwargs)
        self.touched.add(self.table_of(instance).pk)

    def get_bulk_update_fields(self) -> list[str]:
        return [*super().get_bulk_update_fields(), "version"]
