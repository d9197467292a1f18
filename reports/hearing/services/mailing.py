"""Mail to griffies, who need not have an account: the round, and a reminder. A worker sends it; the row is what counts,
the message to the worker a hint."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from nhveilig.celery import tell_workers
from nhveilig.editing.changes import Writer
from nhveilig.editing.services import lock_row
from reports.hearing.exceptions import RoundRefused
from reports.hearing.links import link_of, token_of
from reports.hearing.models import Hearing, Round
from reports.hearing.notices import tell_who_is_silent

logger = logging.getLogger(__name__)
TASK = "reports.hearing.tasks.mail_griffies"
SUBJECTS = {
    Hearing.Mail.ROUND: "Uw raad wordt gehoord: {}",
    Hearing.Mail.REMINDER: "Herinnering, uw raad wordt gehoord: {}",
}


def tell_a_worker() -> None:
    """When no broker answers, the timetable mails within some minutes."""
    tell_workers(TASK, waits="The mail to griffies waits")


@transaction.atomic
def remind(*, row: Round, by: Writer) -> int:
    """Everybody of whom nothing is known, once a day: by mail where there is an address, who holds a role by notice.

    Returns how many. Raises RoundRefused.
    """
    found = lock_row(row)
    today = timezone.localdate()
    if not found.is_open:
        raise RoundRefused("Herinneren kan alleen als de ronde loopt.")
    silent = list(found.hearings.silent().select_related("municipality"))
    new = [one for one in silent if one.reminded_at is None or timezone.localdate(one.reminded_at) < today]
    if not new:
        raise RoundRefused(
            "Alle raden zijn gehoord."
            if not silent
            else "Wie nog niet reageerde, is vandaag al herinnerd. Morgen kan het weer."
        )
    for one in new:
        one.reminded_at, one.to_mail = by.now, Hearing.Mail.REMINDER if one.email else ""
    Hearing.objects.bulk_update(new, ["reminded_at", "to_mail"])
    tell_who_is_silent(found, new, by.user)
    transaction.on_commit(tell_a_worker, robust=True)
    return len(new)


def mail_griffies() -> int:
    """Send what waits; how many went out. What cannot be sent now waits for the next time."""
    sent = 0
    for pk in list(Hearing.objects.exclude(to_mail="").order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # Of two workers one has it.
            waiting = Hearing.objects.select_for_update(skip_locked=True, of=("self",)).exclude(to_mail="")
            found = waiting.select_related("municipality", "round__document").filter(pk=pk).first()
            if found and _mail(found):
                found.to_mail, found.mailed_at = "", timezone.now()
                found.save(update_fields=["to_mail", "mailed_at"])
                sent += 1
    return sent


def _mail(hearing: Hearing) -> bool:
    row = hearing.round
    context = {
        "hearing": hearing,
        "round": row,
        "link": link_of(hearing),
        "package": settings.SITE_URL + reverse("hearing:package-by-link", args=[token_of(hearing)]),
        "is_reminder": hearing.to_mail == Hearing.Mail.REMINDER,
    }
    text = render_to_string("reports/hearing/mail/griffie.txt", context).strip() + "\n"
    subject = SUBJECTS[Hearing.Mail(hearing.to_mail)].format(row.document.title)
    try:
        send_mail(" ".join(subject.split())[:180], text, None, [hearing.email])
    except (OSError, SMTPException, ValueError):
        logger.exception("The mail to the griffie of hearing %s could not be sent", hearing.pk)
        return False
    return True
