"""Makes every wrong and every rewritten solution of an assignment from its model solution."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from grader.model.assignment import Assignment
from grader.model.evidence import Evidence
from grader.model.mutants import NotApplied
from grader.mutation.draft import DoesNotApplyError, DraftCell, NotebookDraft, parsed
from grader.mutation.operators.operator import Operator, Where
from grader.mutation.operators.registry import OF_NOTEBOOKS, OF_QUESTIONS, OF_TRAININGS, VARIANTS
from grader.mutation.operators.training import with_epochs
from grader.mutation.trainings import Answered, Training, trainings_of


@dataclass(frozen=True, slots=True)
class ChangedSolution:
    """A solution that was changed."""

    name: str
    operator: Operator[Training] | Operator[Answered] | Operator[NotebookDraft]
    draft: NotebookDraft
    role: str | None = None
    part: str | None = None


@dataclass(slots=True)
class Plan:
    """What is to be graded."""

    solution: NotebookDraft
    shortened: NotebookDraft
    """The solution with one epoch for models of optional parts only: what mutants are made of, and
    compared with. A model that goes on from a mutant's would cost many times what it tells.
    """
    mutants: list[ChangedSolution] = field(default_factory=list)
    variants: list[ChangedSolution] = field(default_factory=list)
    not_applied: list[NotApplied] = field(default_factory=list)


def plan(
    assignment: Assignment, solution: NotebookDraft, saved: Evidence, only: Sequence[str]
) -> Plan:
    """Apply every operator wherever it applies, or those whose names are like one of `only`.

    `saved` is what the solution's own code and outputs show.
    """
    shortened = _shortened(assignment, solution, saved)
    planned = Plan(solution, shortened)
    for made in _mutants(assignment, shortened, saved):
        _take(made, planned.mutants, planned, only)
    for one in VARIANTS:
        _take((one.name, one, None, None, _applied(one, solution)), planned.variants, planned, only)
    return planned


def mutant_names(assignment: Assignment) -> list[str]:
    """The names of all mutants that the assignment may have."""
    required = required_roles(assignment)
    questions = [part.id for part in assignment.parts if _asks(part.id, assignment)]
    return [
        *(f"{role}.{one.name}" for role in required for one in OF_TRAININGS),
        *(f"{part}.{one.name}" for part in questions for one in OF_QUESTIONS),
        *(one.name for one in OF_NOTEBOOKS),
    ]


def all_names(assignment: Assignment) -> list[str]:
    """The names of these and of all variants."""
    return [*mutant_names(assignment), *(one.name for one in VARIANTS)]


def required_roles(assignment: Assignment) -> list[str]:
    """The models on which points hang that are no bonus."""
    asked = {check.role for part in assignment.parts if not part.optional for check in part.checks}
    return [role for role in assignment.roles if role in asked]


Applied = Callable[[], NotebookDraft]
_Planned = tuple[
    str,
    Operator[Training] | Operator[Answered] | Operator[NotebookDraft],
    str | None,
    str | None,
    Applied,
]


def _mutants(assignment: Assignment, draft: NotebookDraft, saved: Evidence) -> Iterator[_Planned]:
    found, missing = trainings_of(draft, saved.runs, assignment.roles)
    for role in required_roles(assignment):
        for one in OF_TRAININGS:
            applied = _applied(one, found[role]) if role in found else _refused(missing[role])
            if one.only_asked and not _is_asked(one, role, assignment):
                applied = _refused(f"the assignment has no check {' or '.join(one.seen_by)} for it")
            yield f"{role}.{one.name}", one, role, None, applied
    answers = {answer.question: answer.cells for answer in saved.answers if answer.text.strip()}
    for part in (part.id for part in assignment.parts if _asks(part.id, assignment)):
        for of_answer in OF_QUESTIONS:
            where = Answered(draft, part, answers.get(part, ()))
            applied = (
                _applied(of_answer, where)
                if where.cells
                else _refused("the solution does not answer it")
            )
            yield f"{part}.{of_answer.name}", of_answer, None, part, applied
    for whole in OF_NOTEBOOKS:
        applied = _applied(whole, draft)
        if whole.only_asked and not _is_asked(whole, None, assignment):
            applied = _refused(f"the assignment has no check {' or '.join(whole.seen_by)}")
        yield whole.name, whole, None, None, applied


def _is_asked(one: Operator[Where], role: str | None, assignment: Assignment) -> bool:
    """Whether a check that looks for it gives points that are no bonus."""
    return any(
        check.check in one.seen_by and role in (None, check.role)
        for part in assignment.parts
        if not part.optional
        for check in part.checks
    )


def _asks(part_id: str, assignment: Assignment) -> bool:
    """Whether points that are no bonus depend on an answer."""
    part = next(part for part in assignment.parts if part.id == part_id)
    return not part.optional and any(check.check == "question_answered" for check in part.checks)


def _take(
    candidate: _Planned, into: list[ChangedSolution], planned: Plan, only: Sequence[str]
) -> None:
    name, one, role, part, apply = candidate
    if only and not any(fnmatchcase(name, like) or one.name == like for like in only):
        return
    try:
        into.append(ChangedSolution(name, one, _python(apply(), planned.solution), role, part))
    except DoesNotApplyError as why:
        planned.not_applied.append(NotApplied(name, str(why)))


def _applied(one: Operator[Where], where: Where) -> Applied:
    return lambda: one.change(where)


def _refused(why: str) -> Applied:
    def refuse() -> NotebookDraft:
        raise DoesNotApplyError(why)

    return refuse


def _python(draft: NotebookDraft, before: NotebookDraft) -> NotebookDraft:
    """The draft, if every cell is still Python that was; a place given wrongly is no mutant."""
    was_all = all(parsed(cell.text) for cell in _code(before))
    if was_all and not all(parsed(cell.text) for cell in _code(draft)):
        raise DoesNotApplyError("the change would leave no Python")
    return draft


def _code(draft: NotebookDraft) -> list[DraftCell]:
    return [cell for cell in draft.cells if cell.kind == "code"]


def _shortened(assignment: Assignment, draft: NotebookDraft, saved: Evidence) -> NotebookDraft:
    required = required_roles(assignment)
    for role in assignment.roles:
        found, _ = trainings_of(draft, saved.runs, assignment.roles)
        if role not in required and role in found:
            draft = with_epochs(found[role], 1)
    return draft
