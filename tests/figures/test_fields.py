"""FigureModel, seen through a model that holds one figure: a national target."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from agenda.models import Target
from nhveilig.figures.values import WITH_NUMBER, WITHOUT_NUMBER, Figure, Qualifier

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    "figure", [Figure.of("12.50"), Figure.of(3, Qualifier.MINIMUM), Figure.undecided(), Figure.blank()]
)
def test_a_row_gives_back_the_figure_it_was_given(figure):
    assert Target(figure=figure).figure == figure


def test_a_figure_sheds_the_zeros_of_its_column():
    assert Target(value=Decimal("12.5000")).figure.as_dict()["value"] == "12.5"
    assert Target(value=Decimal("500.0000")).figure.as_dict()["value"] == "500"
    assert Target(value="0.0000").figure.as_dict()["value"] == "0"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("qualifier", "value"),
    [*((qualifier, None) for qualifier in WITH_NUMBER), *((qualifier, Decimal(0)) for qualifier in WITHOUT_NUMBER)],
)
def test_value_and_qualifier_that_contradict_are_refused(qualifier, value):
    with pytest.raises(ValidationError, match="kies waarom er geen getal is"):
        Target(qualifier=qualifier, value=value).validate_constraints(exclude=["indicator", "year", "period"])


@pytest.mark.django_db
def test_the_database_itself_refuses_a_contradiction():
    with pytest.raises(IntegrityError, match="value_fits_qualifier"), transaction.atomic():
        Target.objects.create(qualifier=Qualifier.UNDECIDED, value=Decimal(1), indicator_id=1)
