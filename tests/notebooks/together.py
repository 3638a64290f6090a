"""Runs several notebooks in one kernel, which costs one start of TensorFlow instead of many, and
takes what came apart again.

Between two notebooks all names are forgotten. What the compatibility layer tells once a kernel is
told to the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from grader.checks import integrity_findings, run_checks
from grader.evidence import gather
from grader.intake import read_submission
from grader.model.evidence import Evidence
from grader.model.graded.finding import Finding, IntegrityFinding
from grader.model.graded.score import Score
from grader.model.policy import Policy
from grader.model.recording import Recording
from grader.model.submission import Cell, Notebook, Student, Submission
from grader.pipeline.examination import Examiner
from grader.pipeline.further_seeds import FurtherSeeds
from grader.pipeline.trainings import trainings_for
from grader.sandbox import record
from tests.sandbox.supervision import LetRun

FOLDER = Path(__file__).parent
FORGET = "%reset -f"


@dataclass(frozen=True)
class Executed:
    """What one of the notebooks gave."""

    recording: Recording
    evidence: Evidence
    scores: tuple[Score, ...]
    findings: tuple[Finding, ...]
    integrity: tuple[IntegrityFinding, ...]

    def finding(self, finding_id):
        """The verdict of one check."""
        return next(finding for finding in self.findings if finding.id == finding_id)

    @property
    def last_run(self):
        """The training that ended last, with its score."""
        run = self.evidence.runs[-1]
        return run, next((score for score in self.scores if score.run == run.number), None)

    @property
    def failed(self):
        """The errors that its cells ended with."""
        return [run.error_name for run in self.recording.cell_runs if run.outcome != "ok"]


class Measuring:
    """What measures models and trains them again, for all notebooks; each process of it is started
    once.
    """

    def __init__(self, loaded):
        """Take the assignment; nothing is started yet."""
        self.loaded = loaded
        self.examiner = Examiner(loaded)
        self._trainings = trainings_for(loaded.assignment, Policy(threads=1, reuse=False))

    def __enter__(self):
        self.examiner.__enter__()
        self._trainings.__enter__()
        return self

    def __exit__(self, *error):
        self._trainings.__exit__(*error)
        self.examiner.__exit__(*error)

    def scores(self, evidence, recording, *, again):
        """Of every model; with those of further draws where they would be had, and are asked for
        by `again`.
        """
        scores = tuple(
            self.examiner.score(run, recording.folder)
            for run in evidence.runs
            if run.weights is not None
        )
        if not again:
            return scores
        further_seeds = FurtherSeeds(self.loaded.reference, self._trainings)
        return further_seeds.added(scores, evidence, recording, self.examiner)


def run_together(names, *, folder, measuring, measured=(), again=()):
    """Run the notebooks of these names in this order; by name, what each gave. Those in `measured`
    are scored, too, and of those in `again` the models are trained from other draws where nobody
    knows how they scatter.
    """
    loaded = measuring.loaded
    submissions = {name: read_submission(FOLDER / f"{name}.ipynb") for name in names}
    cells, first = [], {}
    for name, submission in submissions.items():
        first[name] = len(cells)
        cells += [
            replace(cell, index=len(cells) + cell.index) for cell in submission.notebook.cells
        ]
        cells.append(Cell(len(cells), "code", FORGET))
    joined = Submission(Student(), "together.ipynb", "0" * 64, Notebook(tuple(cells)))
    recording = record(
        joined, Policy(threads=1), assignment=loaded.assignment, folder=folder, supervisor=LetRun()
    )
    recording = replace(recording, executed=read_submission(folder / "executed.ipynb").notebook)
    return {
        name: _examined(
            submission,
            _part(recording, first[name], len(submission.notebook.cells)),
            measuring,
            measured=name in measured,
            again=name in again,
        )
        for name, submission in submissions.items()
    }


def _part(recording, start, cells):
    """The recording as it would be had only these cells been run."""
    runs = [
        replace(run, cell=run.cell - start)
        for run in recording.cell_runs
        if start <= run.cell < start + cells
    ]
    counts = {run.execution_count for run in runs}
    executed = [
        replace(cell, index=cell.index - start)
        for cell in recording.executed.cells[start : start + cells]
    ]
    return replace(
        recording,
        events=tuple(event for event in recording.events if event.execution_count in counts),
        cell_runs=tuple(runs),
        executed=Notebook(tuple(executed)),
    )


def _examined(submission, recording, measuring, *, measured, again):
    """What the pipeline does with a recording."""
    loaded = measuring.loaded
    evidence = gather(submission, recording, assignment=loaded.assignment, dataset=loaded.dataset)
    scores = measuring.scores(evidence, recording, again=again) if measured else ()
    findings = run_checks(
        loaded.assignment,
        evidence,
        scores,
        reference=loaded.reference,
        recording=recording,
        checks=loaded.checks,
    )
    integrity = integrity_findings(evidence, scores, loaded.reference, recording=recording)
    return Executed(recording, evidence, scores, findings, integrity)
