"""What people are called: the same everywhere, with or without an account."""

from django.template import Context, Template

from nhveilig.accounts.models import User
from nhveilig.accounts.names import SOMEBODY, name_of


def test_somebody_is_called_by_their_name_or_else_by_their_account():
    assert name_of(User(username="sanne", first_name="Sanne", last_name="Stavast")) == "Sanne Stavast"
    assert name_of(User(username="sanne")) == "sanne"


def test_whoever_has_no_account_any_more_is_somebody_else():
    assert name_of(None) == SOMEBODY == "iemand anders"
    assert Template("{% load names %}{{ nobody|name_of }}").render(Context({"nobody": None})) == SOMEBODY
