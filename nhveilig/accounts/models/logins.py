"""What is kept of who came in, and of what they sent."""

from typing import Self

from django.db import models

from nhveilig.accounts.models.people import User


class SentForm(models.Model):
    """A form that added something, for a day; see `nhveilig.accounts.once`."""

    key = models.CharField("vingerafdruk", max_length=64, primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", db_index=True)
    led_to = models.TextField("leidde naar", blank=True)

    class Meta:
        verbose_name = "verstuurd formulier"
        verbose_name_plural = "verstuurde formulieren"

    def __str__(self) -> str:
        return self.led_to


class AccessEventQuerySet(models.QuerySet["AccessEvent"]):
    def of_people(self, people: models.QuerySet[User]) -> Self:
        """Newest first."""
        return self.filter(user__in=people.values("pk")).select_related("user", "on_behalf_of").order_by("-at", "-pk")


class AccessEvent(models.Model):
    """Who came in, who did not, and what was refused; kept for `settings.ACCESS_LOG_DAYS`.

    Of a name that no account has, only `account` is kept, for that name may be a password in the wrong field.
    """

    class Kind(models.TextChoices):
        LOGGED_IN = "logged_in", "ingelogd"
        FAILED = "failed", "wachtwoord of gebruikersnaam klopte niet"
        THROTTLED = "throttled", "te veel pogingen: niet geprobeerd"
        LOGGED_OUT = "logged_out", "uitgelogd"
        REFUSED = "refused", "pagina geweigerd"
        LINK_ASKED = "link_asked", "wachtwoordlink gevraagd"
        PASSWORD = "password", "nieuw wachtwoord gekozen"
        STOOD_IN = "stood_in", "werkte namens iemand anders"

    kind = models.CharField("wat", max_length=10, choices=Kind)
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="access_events", verbose_name="gebruiker"
    )
    on_behalf_of = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="namens"
    )
    # A keyed hash of what was typed, by which attempts on one account are counted.
    account = models.CharField("account", max_length=64, blank=True)
    address = models.GenericIPAddressField("netwerkadres", null=True, blank=True)
    path = models.CharField("pagina", max_length=200, blank=True)
    at = models.DateTimeField("op", db_index=True)

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "toegang"
        verbose_name_plural = "toegangslogboek"
        indexes = [
            models.Index(fields=["address", "kind", "at"], name="accounts_access_by_address"),
            models.Index(fields=["account", "kind", "at"], name="accounts_access_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%d-%m-%Y %H:%M}"


class LinkRequest(models.Model):
    """Somebody asked for a link to choose a password, or was invited.

    Whether there is such an account, the worker finds out.
    """

    email = models.EmailField("e-mailadres")
    asked_at = models.DateTimeField("gevraagd op", db_index=True)
    address = models.GenericIPAddressField("netwerkadres", null=True, blank=True)
    handled_at = models.DateTimeField("afgehandeld op", null=True, blank=True)
    # Asked by who manages people, for somebody who was added.
    is_invitation = models.BooleanField("uitnodiging", default=False)

    class Meta:
        verbose_name = "aanvraag van een wachtwoordlink"
        verbose_name_plural = "aanvragen van een wachtwoordlink"

    def __str__(self) -> str:
        return f"{self.asked_at:%d-%m-%Y %H:%M}"
