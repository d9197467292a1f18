"""A PDF of what is not frozen, made by a worker for who asked and kept for an hour."""

from datetime import datetime, timedelta

from django.db import transaction

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from nhveilig.jobs.holding import Hold
from nhveilig.jobs.models import Queue
from nhveilig.jobs.services import LOGGED, Machine, register
from reports.documents.models import Document, Preview
from reports.documents.previewing.drafts import Draft, pdf_of

KEPT = timedelta(hours=1)
State = Preview.State


class PreviewError(PortalError):
    """There is nothing to lay out."""


class PreviewMachine(Machine[Preview]):
    model = Preview
    task = "reports.documents.tasks.render_preview"
    hopeless = "Het maken is {attempts} keer afgebroken. Probeer het later opnieuw."
    unexpected = f"De proefdruk kon niet worden gemaakt. {LOGGED}"
    too_long = "Het maken duurde langer dan {limit} minuten en is gestopt. Probeer één hoofdstuk."

    def work(self, job: Preview, hold: Hold) -> None:
        hold.tick(Preview.Stage.HTML, 0, 1)
        document = Document.objects.for_freezing().get(pk=job.document_id)
        draft = Draft(document, job.requested_at)
        if job.chapter and not draft.only(job.chapter):
            raise PreviewError("Dit hoofdstuk staat niet meer in het document. Kies een ander.")
        if not draft.content["blocks"]:
            raise PreviewError("Dit document heeft nog geen hoofdstuk. Voeg er eerst een toe.")
        made = pdf_of(draft, hold.tick)
        hold.finish(state=State.DONE, data=made.data, pages=made.pages)

    def tidy(self, now: datetime) -> None:
        old = Preview.objects.filter(requested_at__lt=now - KEPT)
        old.exclude(state__in=[State.QUEUED, State.RUNNING]).delete()


machine = register(PreviewMachine())


@transaction.atomic
def request_preview(*, document: Document, chapter: str = "", requested_by: User) -> Preview:
    """In the place of what they asked before of this document. A chapter takes a second, and never waits for a plan."""
    earlier = Preview.objects.asked_by(requested_by).filter(document=document)
    for one in earlier.live():
        machine.cancel(job=one)
    earlier.exclude(state=State.RUNNING).delete()
    queue = Queue.QUICK if chapter else Queue.LONG
    preview = Preview.objects.create(document=document, chapter=chapter, requested_by=requested_by, queue=queue)
    transaction.on_commit(lambda: machine.dispatch(preview.pk), robust=True)
    return preview
