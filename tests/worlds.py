"""A world that many tests share: made once, with a session of everybody in it."""

from collections.abc import Iterable

from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler

from nhveilig.accounts.models import User


class Sessions:
    def __init__(self) -> None:
        self.sessions: dict[str, str] = {}
        # One for all, because each makes the middleware anew.
        self.handler = ClientHandler(enforce_csrf_checks=False)

    def log_in(self, users: Iterable[User]) -> None:
        for user in users:
            client = Client()
            client.force_login(user)
            self.sessions[user.username] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, username: str) -> Client:
        """A browser of the named user; `anoniem` is nobody."""
        client = Client()
        client.handler = self.handler
        if username != "anoniem":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[username]
        return client
