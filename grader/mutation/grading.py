"""Grades every mutant and variant of a solution by the whole program, and judges the rubric."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from grader.batch import ClassGrader, GradedHandIn, Listeners
from grader.errors import ConfigError, GraderError, PrerequisiteError, Problem
from grader.intake import read_submission
from grader.model.evidence import Evidence
from grader.model.graded.result import Result
from grader.model.hand_in import HandIn
from grader.model.mutants import RubricTest
from grader.model.policy import Policy
from grader.mutation.draft import NotebookDraft
from grader.mutation.excuses import reasons
from grader.mutation.judging import judged_mutant, judged_variant, measured, missed, points_of
from grader.mutation.plan import Plan, mutant_names, plan
from grader.pipeline import LoadedAssignment, NotebookGrader
from grader.publishing import Renderers
from grader.store import BatchFolder, held

SOLUTION = "solution.ipynb"
ORIGINAL, SHORTENED = "solution", "solution-shortened"
NOTEBOOKS = "notebooks"


@dataclass(frozen=True, slots=True)
class Grading:
    """How the notebooks are graded, beside the policy."""

    out: Path
    """Receives the notebooks and all that grading them leaves."""
    jobs: int
    """Notebooks at a time."""
    only: tuple[str, ...] = ()
    """Names of mutants, variants or operators, with `*` for anything; empty for all."""
    reports: bool = False
    """Whether every one gets a report."""


@dataclass(frozen=True, slots=True)
class RubricListeners:
    """Who hears what is going on."""

    on_planned: Callable[[int], None]
    """Takes how many notebooks will be graded."""
    on_cell: Callable[[str, int, int], None]
    """Takes the name of a notebook, how many of its cells have run, and how many there are."""
    on_done: Callable[[str, bool], None]
    """Takes its name, and whether anything was done for it now."""


def grade_mutants(
    loaded: LoadedAssignment, policy: Policy, grading: Grading, listeners: RubricListeners
) -> RubricTest:
    """Grade the solution, its mutants and its variants, and compare.

    Again into the same folder goes on where it stopped. Raises ConfigError where a name in
    `excused` or `only` is unknown, PrerequisiteError where there is no solution, and GraderError
    where the solution itself can't be graded.
    """
    why_excused = reasons(loaded.assignment)
    with held(grading.out, "grader assignment test"):
        planned = _planned(loaded, policy, grading.only)
        results = _graded(loaded, policy, grading, planned, listeners)
    original, shortened = results[ORIGINAL], results.get(SHORTENED, results[ORIGINAL])
    mutants = tuple(
        judged_mutant(
            made, results[made.name], shortened, loaded.assignment, why_excused.get(made.name, "")
        )
        for made in planned.mutants
    )
    killed = {one.name for one in mutants if one.verdict == "killed"}
    return RubricTest(
        assignment=loaded.assignment.name,
        policy=policy.training,
        points=f"{points_of(original.grade).normalize():f}",
        points_possible=f"{original.grade.points_possible.normalize():f}",
        solution=measured(original),
        mutants=mutants,
        variants=tuple(
            judged_variant(made, results[made.name], original) for made in planned.variants
        ),
        not_applied=tuple(planned.not_applied),
        unneeded_excuses=tuple(name for name in why_excused if name in killed),
        only=grading.only,
        solution_misses=tuple(missed(original.grade, loaded.assignment)),
    )


def _planned(loaded: LoadedAssignment, policy: Policy, only: Sequence[str]) -> Plan:
    path = loaded.assignment.folder / SOLUTION
    if not path.is_file():
        raise PrerequisiteError(
            f"{path}: no such file",
            hint="mutants are made of the model solution; `grader assignment starter` writes it "
            "from notebook.md",
        )
    submission = read_submission(path)
    draft = NotebookDraft.of(submission.notebook)
    planned = plan(loaded.assignment, draft, _saved_evidence(loaded, policy, path), only)
    if not (planned.mutants or planned.variants or planned.not_applied):
        known = ", ".join(mutant_names(loaded.assignment))
        raise ConfigError(
            [Problem("--only", None, "", f"nothing is called {' or '.join(only)}")],
            hint=f"there are {known}, and variants by the names that the table shows",
        )
    return planned


def _saved_evidence(loaded: LoadedAssignment, policy: Policy, path: Path) -> Evidence:
    """What the code and the outputs of the solution show, without running it."""
    reading = replace(policy, training="saved", audit_percent=0.0)
    with (
        tempfile.TemporaryDirectory(prefix="grader-") as folder,
        NotebookGrader(loaded, reading) as notebooks,
    ):
        return notebooks.grade(path, folder=Path(folder)).evidence


def _graded(
    loaded: LoadedAssignment,
    policy: Policy,
    grading: Grading,
    planned: Plan,
    listeners: RubricListeners,
) -> dict[str, Result]:
    """By name, the result of every notebook."""
    drafts = {ORIGINAL: planned.solution}
    if planned.shortened != planned.solution and planned.mutants:
        drafts[SHORTENED] = planned.shortened
    drafts |= {made.name: made.draft for made in (*planned.mutants, *planned.variants)}
    hand_ins = _written(drafts, grading.out / NOTEBOOKS)
    listeners.on_planned(len(hand_ins))
    store = BatchFolder(grading.out)
    heard = Listeners(
        lambda _: None,
        lambda one, done, cells: listeners.on_cell(one.name, done, cells),
        lambda one: listeners.on_done(one.hand_in.name, one.fresh),
    )
    with Renderers(loaded, processes=grading.jobs) as renderers:
        grader = ClassGrader(
            loaded,
            policy,
            store,
            jobs=grading.jobs,
            pdf=False,
            renderers=renderers if grading.reports else None,
        )
        results = {one.hand_in.name: _whole(one) for one in grader.grade(hand_ins, heard)}
    _require_a_solution(results[ORIGINAL])
    return results


def _written(drafts: dict[str, NotebookDraft], folder: Path) -> list[HandIn]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    hand_ins = []
    for name, draft in drafts.items():
        path = folder / f"{name}.ipynb"
        nbformat.write(draft.notebook(), path)
        hand_ins.append(HandIn(name, name, path, path=str(path)))
    return hand_ins


def _whole(one: GradedHandIn) -> Result:
    """With what was measured; but not the events, which fill memory."""
    return one.folder.load(events=False)


def _require_a_solution(result: Result) -> None:
    """Nothing can be said of a rubric where its solution gives no grade."""
    if result.grade.status in ("grader_fault", "ungradable"):
        said = result.grade.reason.strip().splitlines() or [""]
        raise GraderError(f"the solution itself can't be graded: {said[-1]}")
