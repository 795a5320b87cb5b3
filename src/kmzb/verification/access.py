"""The only way to a case. What an officer may not see answers exactly like what does not exist."""

from django.db.models import Q, QuerySet

from kmzb.accounts.api import Role, Scope
from kmzb.categories.api import CheckedBy
from kmzb.reports.api import NotFound
from kmzb.verification.models import Case

_GREATEST = 2**63 - 1
_UNIT_ROLES = frozenset({Role.LOCAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.COMMANDER})
_KIND_OF_ROLE = {Role.PATROL: CheckedBy.PATROL, Role.TRAFFIC: CheckedBy.TRAFFIC}


def visible_cases(scope: Scope) -> QuerySet[Case]:
    """Return the cases that the officer may see; none for roles that deal with no reports."""
    if scope.role is Role.NATIONAL_COORDINATOR:
        return Case.objects.all()
    if scope.role in _UNIT_ROLES:
        return Case.objects.filter(unit_code__in=scope.unit_codes)
    if scope.role in _KIND_OF_ROLE:
        return Case.objects.filter(unit_code__in=scope.unit_codes, checked_by=_KIND_OF_ROLE[scope.role].value)
    if scope.role is Role.BEAT_OFFICER:
        return Case.objects.filter(_on_own_beat(scope) | Q(assignee_id=scope.officer_id))
    return Case.objects.none()


def _on_own_beat(scope: Scope) -> Q:
    return Q(beat_code=scope.beat_code) & ~Q(beat_code="")


def case_row(scope: Scope, case_id: int) -> Case:
    """Return the case with its report.

    Raises:
        NotFound: there is none of this number, or none that the officer may see.
    """
    case = _one(visible_cases(scope).select_related("report"), case_id)
    if case is None:
        raise NotFound
    return case


def locked_case(scope: Scope, case_id: int) -> Case:
    """Return the case, locked until the end of the caller's transaction.

    Raises:
        NotFound: as `case_row`.
    """
    case = _one(visible_cases(scope).select_for_update(), case_id)
    if case is None:
        raise NotFound
    return case


def _one(cases: QuerySet[Case], case_id: int) -> Case | None:
    # A number that no column can hold is an error to one of the databases, and simply missing to an officer.
    return cases.filter(pk=case_id).first() if 0 < case_id <= _GREATEST else None
