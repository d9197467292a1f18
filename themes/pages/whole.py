"""A plan with all its parts, and with the plan it goes on from, in three questions: a plan has ten kinds of parts.

What is read here, `PlanParts` finds without asking, as after `with_parts()`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import CharField, DecimalField, Exists, F, Field, JSONField, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, JSONObject

from nhveilig.accounts.access import Access
from nhveilig.questions.queries import as_json, of_json
from nhveilig.unions import union_of
from themes.models import Activity, ImplementationPlan, Objective, PlanLink, ResultTarget
from themes.models.plans import Part
from themes.parts.questions import asked_about
from themes.progress.trends import course_on

OBJECTIVES = "objectives"
# By the name that leads from the plan to them.
KINDS: dict[str, type[Part]] = {
    one.get_accessor_name(): one.related_model
    for one in ImplementationPlan._meta.related_objects
    if issubclass(one.related_model, Part) and one.related_model is not PlanLink
}
LINKS, QUESTIONS = "planlink_set", "questions"


def read_whole(plan: ImplementationPlan, access: Access, day: date) -> None:
    """What was asked and answered about its parts is there as `questions`. Every activity says as `stood` how it stood
    on `day`; every link whether the reader may read the plan of the theme it leads to, as `is_there`."""
    plans = [one for one in (plan, plan.origin) if one is not None]
    found: dict[tuple[str, int], list[Model]] = defaultdict(list)
    for kind, owner, values in _rows(tuple(one.pk for one in plans), (plan.theme_id,), day):
        found[kind, owner].append(of_json(values) if kind == QUESTIONS else _made(KINDS.get(kind, Objective), values))
    for one in plans:
        for kind in KINDS:
            _keep_parts(one, kind, found[kind, one.pk])
    _keep(plan.theme, OBJECTIVES, sorted(found[OBJECTIVES, plan.theme_id], key=lambda goal: goal.number))
    plan.questions = found[QUESTIONS, plan.theme.plan.police_unit_id]
    _keep_parts(plan, LINKS, _links(plan, access))
    _read_shared(list(plan.resulttarget_set.all()))


@union_of
def _rows(plans: tuple[int, ...], themes: tuple[int, ...], day: date) -> Iterator[QuerySet]:
    """The name of the kind, whose it is, and its columns."""
    yield _as_json(OBJECTIVES, Objective.objects.filter(theme__in=themes), "theme_id")
    for kind, model in KINDS.items():
        rows = model.objects.present().filter(plan__in=plans)
        yield _as_json(kind, rows.annotate(stood=course_on(day)) if model is Activity else rows, "plan_id")
    questions = asked_about(plans).order_by()
    yield questions.values_list(Value(QUESTIONS, CharField()), "police_unit_id", as_json())


def _as_json(kind: str, rows: QuerySet, owner: str) -> QuerySet:
    columns = {field.attname: _column(field) for field in rows.model._meta.concrete_fields}
    more = {name: F(name) for name in rows.query.annotations}
    return rows.order_by().values_list(Value(kind, CharField()), owner, JSONObject(**columns | more))


def _column(field: Field) -> F | Cast:
    """A number of JSON is not exact."""
    return Cast(field.attname, CharField()) if isinstance(field, DecimalField) else F(field.attname)


def _made(model: type[Model], values: dict) -> Model:
    fields = model._meta.concrete_fields
    row = model.from_db(connection.alias, [one.attname for one in fields], [_value(one, values) for one in fields])
    row.stood = values.get("stood", "")
    return row


def _value(field: Field, values: dict) -> object:
    value = field.to_python(values[field.attname])
    if isinstance(value, Decimal) and isinstance(field, DecimalField):
        return value.quantize(Decimal(1).scaleb(-field.decimal_places))
    # In SQLite JSON within JSON is text.
    return json.loads(value) if isinstance(field, JSONField) and isinstance(value, str) else value


def _keep_parts(plan: ImplementationPlan, kind: str, parts: list[Part]) -> None:
    for part in parts:
        part.plan = plan
    _keep(plan, kind, sorted(parts, key=lambda part: (getattr(part, "order", 0), part.pk)))


def _keep(owner: Model, name: str, rows: list[Model]) -> None:
    """As `prefetch_related` does."""
    found = getattr(owner, name).all()
    found._result_cache, found._prefetch_done = rows, True
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


def _links(plan: ImplementationPlan, access: Access) -> list[PlanLink]:
    there = ImplementationPlan.objects.visible_to(access).filter(year=plan.year, theme=OuterRef("theme"))
    return list(PlanLink.objects.for_plan().filter(plan=plan).annotate(is_there=Exists(there)))


def _read_shared(targets: Iterable[ResultTarget]) -> None:
    """The target that each repeats, and those that repeat it, each with its theme."""
    by_pk = {target.pk: target for target in targets}
    repeated = [target.counts_as_id for target in targets if target.counts_as_id]
    shared = ResultTarget.objects.filter(Q(counts_as__in=by_pk, deleted_at=None) | Q(pk__in=repeated))
    others = {one.pk: one for one in shared.select_related("plan__theme")} if by_pk else {}
    for target in by_pk.values():
        if target.counts_as_id in others:
            target.counts_as = others[target.counts_as_id]
        _keep(target, "repeated_in", [one for one in others.values() if one.counts_as_id == target.pk])
