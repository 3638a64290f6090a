"""Gathers what a notebook shows, from its own outputs and from running it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.evidence.answers import (
    Facts,
    context_of,
    find_answers,
    other_starter,
    read_starter,
    with_texts_of,
)
from grader.evidence.claims import claims_of_outputs, read_claims
from grader.evidence.claims.best import mark_beyond
from grader.evidence.claims.comparable import Comparison
from grader.evidence.code.cells_not_run import rest_trains
from grader.evidence.code.foreign import foreign_code
from grader.evidence.code.plain_code import reaching
from grader.evidence.connect import MatchedCode, attach_claims, match_code
from grader.evidence.order import order_of_execution
from grader.evidence.out_of_sight import left_undrawn, out_of_sight
from grader.evidence.program import read_program
from grader.evidence.runs.changes import changes_in
from grader.evidence.runs.claimed import claimed_runs
from grader.evidence.runs.description import with_contradictions
from grader.evidence.runs.loops import with_printed_logs
from grader.evidence.runs.recorded import recorded_runs
from grader.evidence.runs.roles import assign_roles
from grader.evidence.runs.unseen import faults_in, with_unseen
from grader.evidence.shown.digits import digits_shown
from grader.evidence.shown.evaluations import (
    cells_that_claim,
    cells_that_evaluated,
    summaries_in,
    summarised_parameters,
    used_afterwards,
)
from grader.evidence.shown.figures import curves_shown, matrices_drawn
from grader.evidence.shown.saved_figures import matrices_printed, saved_curves, saved_matrices
from grader.evidence.shown.unshown import shown_in_texts, unshown
from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.model.events import FigureShown, Notice
from grader.model.evidence import Claim, Evidence, Foreign, TrainingRun
from grader.model.recording import Recording
from grader.model.submission import Notebook, Submission


@dataclass(frozen=True, slots=True)
class _AssignedRuns:
    """Runs with their roles and claims, and the program that made them."""

    runs: tuple[TrainingRun, ...]
    matched: MatchedCode
    claims: tuple[Claim, ...]


def gather(
    submission: Submission,
    recording: Recording,
    *,
    assignment: Assignment,
    dataset: Dataset,
    others: Sequence[Path] = (),
) -> Evidence:
    """Return all that the checks may look at, beside the scores; `others` are the folders of other
    assignments, for one of which it may have been meant.

    Where nothing was executed, the runs are those that the saved outputs and the code show, marked
    as claimed.
    """
    starter = read_starter(assignment)
    meant_for: tuple[Foreign, ...] = ()
    other = other_starter(submission.notebook, starter, others)
    if other is not None:
        starter, meant_for = with_texts_of(starter, other[0]), (other[1],)
    claims = read_claims(submission.notebook, executed=recording.executed)
    claims = tuple(
        claim for claim in claims if claim.kind != "prose" or not starter.says(claim.quote)
    )
    saved = recording.outcome == "not_run"
    trained = _trained(submission.notebook, claims, None if saved else recording)
    if not saved:
        marked = Comparison(submission.notebook, recording, dataset).marked(trained.runs, claims)
        trained = replace(trained, runs=marked)
    executed = tuple(claims_of_outputs(recording.executed)) if recording.executed else ()
    trained = replace(trained, claims=mark_beyond(claims, executed, () if saved else trained.runs))
    shown = trained.matched.shown() if saved else _shown(trained, recording)
    trained = replace(
        trained, runs=assign_roles(trained.runs, assignment, dataset=dataset, shown=shown)
    )
    evidence = (
        _saved(submission, trained, dataset) if saved else _executed(recording, trained, dataset)
    )
    facts = Facts(assignment, dataset, evidence.runs, evidence.matrices)
    found = find_answers(submission.notebook, assignment, starter)
    answers = (
        replace(answer, context=context_of(part, facts))
        for part, answer in zip(assignment.questions(), found, strict=True)
    )
    return replace(
        evidence,
        answers=tuple(answers),
        foreign=(*meant_for, *evidence.foreign),
        notices=(*(found.message for found in meant_for), *evidence.notices),
        lost=submission.lost,
        in_texts=shown_in_texts(
            [cell for cell in submission.notebook.cells if not starter.says(cell.source)]
        ),
        rest_trains=rest_trains(submission.notebook, recording),
        changes=changes_in(submission.notebook.code_cells()),
        reaching=reaching(submission.notebook.code_cells()),
        out_of_sight=out_of_sight(recording, submission.notebook),
        undrawn=left_undrawn(recording),
    )


def _shown(trained: _AssignedRuns, recording: Recording) -> Counter[int]:
    """By run, in how many ways the notebook shows what it gave. Of a training that no `fit` of the
    code stands for, as a loop of one's own, this is told by what ran; and so it is where several
    were trained in one cell, or in one way, and what ran shows another than the code seems to:
    which one it goes on with (`if better: best = model`) only their results tell.
    """
    read, used = trained.matched.shown(), used_afterwards(recording, trained.runs)
    of_code = set(trained.matched.run_of_fit.values())
    told = read + Counter({run: ways for run, ways in used.items() if run not in of_code})
    together, alike = _groups(trained.runs)
    if not together and not alike:
        return told
    seen = Counter(used.keys()) + Counter(
        {curve.run for curve in curves_shown(recording, trained.runs)}
    )
    for numbers in (*together, *alike):
        read_of = [run for run in numbers if told[run]]
        others = any(seen[run] for run in numbers.difference(read_of))
        if others and (numbers in together or not all(seen[run] for run in read_of) or not read_of):
            told.update({run: seen[run] - told[run] for run in numbers})
    return told


def _groups(runs: Sequence[TrainingRun]) -> tuple[list[set[int]], list[set[int]]]:
    """The runs of each cell that trained more than once, and those of one network, trained in one
    way, in several cells.
    """
    by_cell: dict[int | None, set[int]] = defaultdict(set)
    by_way: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for run in runs:
        by_cell[run.cell].add(run.number)
        way = (run.compiled.optimizer, run.compiled.loss, run.epochs_requested)
        by_way[run.model.parameters, *way].add(run.number)
    several = [[one for one in by.values() if len(one) > 1] for by in (by_cell, by_way)]
    return several[0], several[1]


def _trained(
    notebook: Notebook, claims: tuple[Claim, ...], recording: Recording | None
) -> _AssignedRuns:
    """Join runs and claims. Where nothing was executed, only claims that the code does not spell
    out make runs.
    """
    order = order_of_execution(notebook, recording.order if recording else None)
    actions = read_program(order.cells)
    if recording is None:
        usable: tuple[Claim, ...] = tuple(claim for claim in claims if claim.supported)
        runs = claimed_runs(order, actions, usable)
    else:
        seen = with_unseen(
            with_contradictions(recorded_runs(recording), recording.folder), recording
        )
        usable, runs = claims, with_printed_logs(seen, recording)
    matched = match_code(runs, actions, order)
    return _AssignedRuns(attach_claims(runs, usable, matched), matched, claims)


def _saved(submission: Submission, trained: _AssignedRuns, dataset: Dataset) -> Evidence:
    notebook = submission.notebook
    foreign = foreign_code(notebook.code_cells())
    return Evidence(
        runs=trained.runs,
        curves=saved_curves(notebook, trained.runs, trained.matched),
        matrices=saved_matrices(notebook, trained.matched, len(dataset.classes)),
        claims=trained.claims,
        summaries_shown=summaries_in(notebook),
        summarised_parameters=summarised_parameters(notebook),
        unshown=unshown(notebook.cells),
        evaluated_cells=cells_that_claim(trained.runs),
        foreign=foreign,
        notices=tuple(found.message for found in foreign),
    )


def _executed(recording: Recording, trained: _AssignedRuns, dataset: Dataset) -> Evidence:
    executed, classes = recording.executed, len(dataset.classes)
    printed = matrices_printed(executed, classes, source="reproduced") if executed else ()
    return Evidence(
        runs=trained.runs,
        curves=curves_shown(recording, trained.runs),
        matrices=(*matrices_drawn(recording, classes), *printed),
        digits=digits_shown(recording, dataset),
        claims=trained.claims,
        figures=tuple(event for event in recording.events if isinstance(event, FigureShown)),
        summaries_shown=summaries_in(executed) if executed else (),
        summarised_parameters=summarised_parameters(executed) if executed else (),
        evaluated_cells=cells_that_evaluated(recording, trained.runs, dataset),
        notices=tuple(
            dict.fromkeys(event.message for event in recording.events if isinstance(event, Notice))
        ),
        faults=faults_in(recording),
    )
