"""Who hears of a chapter they write or read, and of what is said about a document."""

from collections.abc import Collection, Iterable

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.comments.mentions import mentioned
from nhveilig.figures.formats import date_long
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.services import Words, notify
from reports.documents.desk.presenters import block_url, desk_url, name_of_block
from reports.documents.desk.queries import people_of
from reports.documents.models import ChapterTask, DocumentComment

CHAPTER = add_kind(Kind("chapter", "een hoofdstuk dat u schrijft of leest", Permission.VIEW_CONCEPTS, How.AT_ONCE))
MENTION = add_kind(
    Kind("document-mention", "een opmerking bij een document waarin u met @ wordt genoemd", Permission.VIEW_CONCEPTS,
         How.AT_ONCE)
)  # fmt: skip
COMMENT = add_kind(
    Kind("document-comment", "een opmerking bij een hoofdstuk van u", Permission.VIEW_CONCEPTS, How.DIGEST)
)
ASKED = {"writer": "schrijven", "reader": "lezen"}


def tell_who_is_asked(task: ChapterTask, changed: Collection[str], by: User | None) -> None:
    for who, verb in ASKED.items():
        person = getattr(task, who)
        if who in changed and person is not None:
            until = f" Klaar op {date_long(task.due_on)}." if task.due_on else ""
            text = f"{name_of(by)} vraagt u “{name_of_block(task.block)}” te {verb}.{until}"
            _tell(task, [person], f"u gaat een hoofdstuk {verb}", text, f"{who}-{person.pk}-{task.version}", by)


def tell_of_state(task: ChapterTask, by: User | None) -> None:
    """Who waits for it: the reader when it can be read, the writer when it was read."""
    states = ChapterTask.State
    waits = {states.READING: task.reader, states.AGREED: task.writer, states.WRITING: task.writer}.get(task.state)
    if waits is not None:
        text = f"“{name_of_block(task.block)}” is nu {task.get_state_display()}, zegt {name_of(by)}."
        _tell(task, [waits], f"hoofdstuk {task.get_state_display()}", text, f"state-{task.version}", by)


def _tell(task: ChapterTask, to: Iterable[User], subject: str, text: str, about: str, by: User | None) -> None:
    document = task.block.document
    words = Words(subject, text, block_url(document, task.block), document.title)
    notify(kind=CHAPTER, to=to, words=words, about=f"chapter-{task.pk}-{about}", by=by, unit=document.police_unit_id)


def tell_of_comment(comment: DocumentComment, chapter_task: ChapterTask | None) -> None:
    """Each person once: who is named, who spoke in the thread, and who writes or reads the chapter."""
    named = tell_who_is_named(comment)
    first = comment.answer_to
    spoke = {first.author_id, *first.answers.present().values_list("author", flat=True)} if first else set()
    asked = {chapter_task.writer_id, chapter_task.reader_id} if chapter_task else set()
    others = people_of(comment.document).filter(pk__in=(spoke | asked) - {None})
    _tell_of(COMMENT, comment, [user for user in others if user not in named], "nieuwe opmerking")


def tell_who_is_named(comment: DocumentComment) -> list[User]:
    """Also when a name was added later. Returns who is named."""
    named = mentioned(comment.text, people_of(comment.document)) if "@" in comment.text else []
    _tell_of(MENTION, comment, named, "u wordt genoemd")
    return named


def _tell_of(kind: Kind, comment: DocumentComment, to: Iterable[User], subject: str) -> None:
    document, thread = comment.document, comment.answer_to_id or comment.pk
    words = Words(
        subject=subject,
        text=f"{name_of(comment.author, comment)} schreef: {comment.text}",
        url=f"{desk_url(document, 'comments')}?afgehandeld=ja#opmerking-{thread}",
        topic=document.title,
    )
    unit, about = document.police_unit_id, f"{kind.code}-{comment.pk}"
    notify(kind=kind, to=to, words=words, about=about, by=comment.author, unit=unit)
