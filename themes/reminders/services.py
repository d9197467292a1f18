"""Mail that reminds people of their plans: each thing once, and at most one round of reminders a day for a person.

A reminder is written down before it is sent, so that two workers never send it both, and is forgotten again when the
mail cannot be sent: the next day tries anew. Of a step people hear at once, outside the daily round.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.celery import app as celery_app
from themes.models import AnswerLink, PlanStep, Reaction, Reminder
from themes.parts.registry import key_of
from themes.progress.services import make_links, token_of
from themes.progress.standings import SubjectStanding
from themes.reminders.queries import AT_ONCE, NO_OWNER, Due, due_of_reaction, due_of_step, due_on

logger = logging.getLogger(__name__)

DAYS_BETWEEN_NUDGES = 7
MOST_LINKS = 10


@dataclass(frozen=True)
class Letter:
    """One mail: all there is to tell one person."""

    user: User
    things: list[Due]

    @property
    def subject(self) -> str:
        plans = {due.plan for due in self.things}
        if len(self.things) == 1:
            return f"{self.things[0].plan}: {self.things[0].subject}"
        return str(self.things[0].plan) if len(plans) == 1 else f"Uw {len(plans)} uitvoeringsplannen"

    @property
    def asked(self) -> list[tuple[Due, SubjectStanding]]:
        """Of what the mail has a link: the longest ago first, and no more than one reads."""
        found = [(due, shown) for due in self.things for shown in due.asked]
        return sorted(found, key=lambda pair: pair[1].on)[:MOST_LINKS]

    @property
    def text(self) -> str:
        """Without the links, which are made when it is sent."""
        return self.written({})

    def written(self, links: dict[str, str]) -> str:
        """`links`: the path that says “niets veranderd”, by key of the subject."""
        plans = [
            (plan, [(due, list(self._lines(due, links))) for due in things])
            for plan, things in groupby(self.things, key=lambda due: due.plan)
        ]
        site = settings.SITE_URL
        context = {"user": self.user, "plans": plans, "site": site, "has_links": bool(self.asked)}
        return render_to_string("themes/mail/reminders.txt", context).strip() + "\n"

    def _lines(self, due: Due, links: dict[str, str]) -> Iterator[dict[str, object]]:
        for shown in (shown for of, shown in self.asked if of is due):
            state = ", ".join(words for words in (shown.figure_text, shown.course_label, shown.stamp) if words)
            yield {"subject": shown.subject, "state": state, "link": links.get(key_of(shown.subject), "")}


def send_reminders(*, today: date, dry_run: bool = False) -> list[Letter]:
    """Send what is due; returns the letters that were sent, or with `dry_run` those that would be."""
    letters = _letters(due_on(today), today)
    return letters if dry_run else [letter for letter in letters if _send(letter)]


def _letters(dues: list[Due], today: date) -> list[Letter]:
    written_today = _written_to(today)
    found = [due for due in _not_yet_said(dues, today) if due.user.email and due.user.pk not in written_today]
    found.sort(key=lambda due: (due.user.pk, due.plan.pk))
    return [Letter(user, list(things)) for user, things in groupby(found, key=lambda due: due.user)]


def _not_yet_said(dues: list[Due], today: date) -> list[Due]:
    sent = Reminder.objects.filter(plan__in={due.plan for due in dues})
    said = set(sent.values_list("plan_id", "user_id", "about"))
    since = today - timedelta(days=DAYS_BETWEEN_NUDGES)
    nudges = sent.filter(about__startswith=NO_OWNER, about__gt=f"{NO_OWNER}{since}")
    nudged = set(nudges.values_list("plan_id", "user_id"))
    return [
        due
        for due in dues
        if (due.plan.pk, due.user.pk, due.about) not in said
        and not (due.about.startswith(NO_OWNER) and (due.plan.pk, due.user.pk) in nudged)
    ]


def _written_to(today: date) -> set[int]:
    """Who had their round of reminders already."""
    at_once = Q(*(("about__startswith", kind) for kind in AT_ONCE), _connector=Q.OR)
    sent = Reminder.objects.filter(sent_at__date=today).exclude(at_once)
    return set(sent.values_list("user_id", flat=True))


def _send(letter: Letter) -> bool:
    rows = [Reminder(plan=due.plan, user=due.user, about=due.about) for due in letter.things]
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(rows)
            links = make_links(user=letter.user, subjects=[shown.subject for _, shown in letter.asked])
    except IntegrityError:
        # Another worker writes to this person at this moment.
        return False
    try:
        paths = {link.part: reverse("themes:answer", args=[token_of(link)]) for link in links}
        send_mail(letter.subject, letter.written(paths), None, [letter.user.email])
    except (OSError, SMTPException, ValueError):
        logger.exception("The reminders for user %s could not be sent", letter.user.pk)
        Reminder.objects.filter(pk__in=[row.pk for row in rows]).delete()
        AnswerLink.objects.filter(pk__in=[link.pk for link in links]).delete()
        return False
    return True


def mail_step_after_commit(sender: object, step: PlanStep, **kwargs: object) -> None:
    """A receiver of `step_taken`."""
    transaction.on_commit(lambda: _dispatch("mail_step", step.pk), robust=True)


def mail_reaction_after_commit(sender: object, reaction: Reaction, **kwargs: object) -> None:
    """A receiver of `reaction_given`."""
    if reaction.stance == Reaction.Stance.OBJECTS:
        transaction.on_commit(lambda: _dispatch("mail_reaction", reaction.pk), robust=True)


def _dispatch(task: str, pk: int) -> None:
    """Tell the workers. When no broker answers, the daily round tells of it."""
    try:
        celery_app.send_task(f"themes.tasks.{task}", args=[pk])
    except Exception:
        logger.warning("%s for %s waits: the broker does not answer.", task, pk, exc_info=True)


def mail_step(*, step_id: int) -> list[Letter]:
    """Tell those who must know of a step, who were not told yet; returns the letters that were sent."""
    step = PlanStep.objects.select_related("plan__theme__plan__police_unit", "taken_by").filter(pk=step_id).first()
    return _send_at_once(due_of_step(step) if step else [])


def mail_reaction(*, reaction_id: int) -> list[Letter]:
    """Tell who leads the theme of an objection; returns the letters that were sent."""
    found = Reaction.objects.select_related("plan__theme__plan__police_unit", "municipality")
    reaction = found.filter(pk=reaction_id).first()
    return _send_at_once(due_of_reaction(reaction) if reaction else [])


def _send_at_once(found: list[Due]) -> list[Letter]:
    dues = _not_yet_said(found, timezone.localdate())
    letters = [Letter(due.user, [due]) for due in dues if due.user.email]
    return [letter for letter in letters if _send(letter)]
