"""Somebody hears what became of a table they handed in and did not wait for."""

from django.urls import reverse

from nhveilig.accounts.permissions import Permission
from nhveilig.imports.models import ImportJob
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.services import Words, notify

State = ImportJob.State
IMPORT = add_kind(
    Kind("import", "een tabel die is ingelezen, of niet gelukt", Permission.IMPORT_FILES, How.DIGEST, icon="export")
)
_SAID = {
    State.COLUMNS: ("tabel wacht op u", "heeft kolommen met andere namen. Kies welke kolom welke is."),
    State.READY: ("tabel wacht op u", "is gecontroleerd. Bekijk wat er verandert, en bevestig het."),
    State.DONE: ("tabel ingelezen", "is ingelezen."),
    State.REFUSED: ("tabel niet ingelezen", "kon niet worden ingelezen. Er is niets opgeslagen."),
    State.FAILED: ("tabel niet ingelezen", "kon niet worden ingelezen. Er is niets opgeslagen."),
}


def tell_of_import(job: ImportJob) -> None:
    if job.requested_by is None or job.state not in _SAID:
        return
    subject, text = _SAID[State(job.state)]
    words = Words(subject, f"{job.file_name} {text}", reverse("imports:job-detail", args=[job.pk]))
    notify(kind=IMPORT, to=[job.requested_by], words=words, about=f"import-{job.pk}-{job.state}")
