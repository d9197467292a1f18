"""Which tasks are in the guide of a role, the most frequent first."""

from nhveilig.accounts.models import Role
from nhveilig.web.guides import keeping, plans, reading
from nhveilig.web.guides.tasks import Task

Kind = Role.Kind
_WRITING = (plans.WRITE, plans.SUBMIT, plans.REPORT, plans.IN_EXCEL, plans.ANSWER_REACTIONS, reading.ANSWER)
_HEAD = (*reading.FOR_EVERYBODY, reading.STAND_IN)
_STAFF = (
    plans.REVIEW_YEAR,
    plans.DECIDE,
    plans.ANSWER_REACTIONS,
    plans.TEAM,
    plans.BEGIN,
    plans.WRITE,
    plans.REPORT,
    plans.CHECK_REPORTS,
    keeping.BEGIN_POLICY,
    keeping.KEEP_VERSION,
    keeping.BUDGET,
    keeping.ADOPT_BUDGET,
    keeping.STRENGTH,
    keeping.EXCEL,
    plans.IN_EXCEL,
    keeping.SET_UP,
    reading.ANSWER,
    *_HEAD,
)

TASKS_OF: dict[str, tuple[Task, ...]] = {
    Kind.PROJECT_LEADER: (plans.BEGIN, *_WRITING, *_HEAD),
    Kind.WORKING_GROUP_MEMBER: (*_WRITING, *_HEAD),
    Kind.MAYOR: (plans.REACT, plans.REPORT_TOWN, plans.PREPARE, reading.STAND_IN, *reading.FOR_EVERYBODY),
    Kind.CHIEF_PROSECUTOR: (plans.REACT, plans.PREPARE, reading.STAND_IN, *reading.FOR_EVERYBODY),
    Kind.CLERK: reading.FOR_EVERYBODY,
    Kind.COUNCILLOR: reading.FOR_EVERYBODY,
    Kind.REGIONAL_MAYOR: _HEAD,
    Kind.POLICE_CHIEF: _HEAD,
    Kind.STAFF: _STAFF,
    Kind.POLICE_CONTROLLER: (keeping.STRENGTH, keeping.EXCEL, reading.ANSWER, *_HEAD),
    Kind.PARTNER_FINANCE: (keeping.BUDGET, keeping.ADOPT_BUDGET, keeping.EXCEL, reading.ANSWER, *_HEAD),
    Kind.ADMINISTRATOR: (keeping.LET_IN, keeping.TAKE_ROLE, *_STAFF),
    Kind.NATIONAL: (keeping.NAME_ADMINISTRATOR, keeping.AGENDA, keeping.COUNTRY, keeping.EXCEL, *_HEAD),
    Kind.READER: reading.FOR_EVERYBODY,
}
EVERY_TASK = tuple(dict.fromkeys(task for tasks in TASKS_OF.values() for task in tasks))
PICTURES = tuple(step.picture for task in EVERY_TASK for step in task.steps if step.picture)
