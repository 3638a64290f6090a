"""Examines one notebook at a time in a process of ours that can be ended.

What a student's kernel sent decides how much work that is. So each slot of a batch has a process of
its own, with limits of time and memory: a notebook that exceeds them costs itself what could not be
examined, and no neighbour waits for it.
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from grader import errors
from grader.errors import GraderError, PrerequisiteError
from grader.host import child
from grader.host.child import Child, ChildFailed, own_output, serve
from grader.host.limits import limit
from grader.model.events import FitStarted
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.grade import Grade
from grader.model.graded.score import Score
from grader.model.policy import GIB
from grader.model.recording import Recording, RunOrder
from grader.model.submission import Submission
from grader.model.training import FitSettings, Start, TrainingJob
from grader.pipeline.examination import (
    Budget,
    Examiner,
    OverBudget,
    begun_afresh,
    folder_of,
    measured_in_turn,
)
from grader.pipeline.loaded import load_everything

START_TIMEOUT_S = 180.0
MAX_ANSWER_BYTES = GIB
START = "from grader.pipeline.examining_process import answer_requests; answer_requests()"


class ExaminerFault(Exception):  # noqa: N818 - our bug, kept with its traceback
    """Our own code failed in the other process; the message is its traceback."""


class ExaminingProcess:
    """Does it in a process of its own, within a budget. For one thread at a time."""

    def __init__(
        self, assignment: Path, budget: Budget, *, measures: bool, contained: bool = True
    ) -> None:
        """Take the assignment's file; nothing is started yet.

        Where it `measures`, it starts what measures while the first notebook runs.
        """
        self._budget = budget
        self._scratch = tempfile.TemporaryDirectory(
            prefix="grader-examining-", ignore_cleanup_errors=True
        )
        """Of this process, so that nothing stays behind where the other one is ended at once."""
        flags = [str(budget.memory_bytes), str(int(measures)), str(int(contained))]
        command = [sys.executable, "-P", "-c", START, str(assignment), *flags]
        environment = {**os.environ, "TMPDIR": self._scratch.name}
        how = child.ChildStart(command, environment, errors=self._errors)
        self._child = Child(how, max_answer_bytes=MAX_ANSWER_BYTES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, and with it the one that measures."""
        self._child.end()
        self._scratch.cleanup()

    def order(self, submission: Submission) -> RunOrder:
        """In which order the cells are to be run."""
        order: RunOrder = self._ask("order", submission, timeout_s=self._budget.gathering_s)
        return order

    def describe(
        self, started: FitStarted, settings: FitSettings, start: Start, folder: Path
    ) -> TrainingJob | str:
        """The training that a call of `fit` asks for, or why it can't be done elsewhere."""
        try:
            job: TrainingJob | str = self._ask(
                "describe", started, settings, start, folder, timeout_s=self._budget.model_s
            )
        except OverBudget as over:
            return f"describing it was ended: {over}"
        return job

    def gather(self, submission: Submission, recording: Recording) -> Evidence:
        """All that the checks may look at, beside the scores."""
        evidence: Evidence = self._ask(
            "gather", submission, recording, timeout_s=self._budget.gathering_s
        )
        return evidence

    def measure(self, evidence: Evidence, recording: Recording) -> tuple[Score, ...]:
        """The scores of the models whose arrays lie in the recording's folder; unverified where the
        budget didn't last.
        """
        folder, allowed_s = folder_of(recording), self._budget.measuring_s + recording.wall_s
        ends = time.monotonic() + allowed_s
        spent = f"measuring this notebook's models took longer than {allowed_s:.0f} s together"

        def measure(run: TrainingRun) -> Score:
            left_s = ends - time.monotonic()
            if left_s > 0:
                return self._score(run, folder, left_s)
            return Score(run.number, verified=False, reason=spent, rows_looked_at=False)

        def train(line: Sequence[TrainingRun], enough: float) -> tuple[float, ...]:
            return self._afresh(line, enough, folder, ends - time.monotonic())

        scores = measured_in_turn(evidence.runs, measure)
        return tuple(begun_afresh(scores, evidence, train))

    def further(self, run: TrainingRun, folder: Path) -> tuple[TrainingJob, ...]:
        """The run's training from other draws; none where that can't be had quickly."""
        jobs: tuple[TrainingJob, ...] = self._ask(
            "further", run, folder, timeout_s=self._budget.model_s
        )
        return jobs

    def decide(self, recording: Recording, evidence: Evidence, scores: tuple[Score, ...]) -> Grade:
        """The findings of every check, and what they come to."""
        grade: Grade = self._ask(
            "decide", recording, evidence, scores, timeout_s=self._budget.gathering_s
        )
        return grade

    def _score(self, run: TrainingRun, folder: Path, left_s: float) -> Score:
        try:
            score: Score = self._ask(
                "score", run, folder, timeout_s=min(left_s, self._budget.model_s)
            )
        except OverBudget as over:
            reason = f"measuring it was ended: {over}"
            return Score(run.number, verified=False, reason=reason, rows_looked_at=False)
        return score

    def _afresh(
        self, line: Sequence[TrainingRun], enough: float, folder: Path, left_s: float
    ) -> tuple[float, ...]:
        """What the line comes to; nothing where the budget didn't last."""
        if left_s <= 0:
            return ()
        try:
            found: tuple[float, ...] = self._ask(
                "afresh", line, enough, folder, timeout_s=min(left_s, self._budget.model_s)
            )
        except OverBudget:
            return ()
        return found

    def _ask(self, what: str, *given: object, timeout_s: float) -> Any:
        try:
            self._child.start(timeout_s=START_TIMEOUT_S)
        except (ChildFailed, OSError) as failure:
            raise PrerequisiteError(
                f"the process that looks at notebooks could not be started: "
                f"{failure}{self._last_words()}",
                hint="`grader doctor` names what is missing",
            ) from None
        try:
            answer = self._child.ask(pickle.dumps((what, given)), timeout_s=timeout_s)
        except ChildFailed as failure:
            raise OverBudget(
                f"{failure}; it may take {timeout_s:.0f} s and "
                f"{self._budget.memory_bytes / GIB:g} GiB"
            ) from None
        return _opened(pickle.loads(answer))  # noqa: S301 - from our own child, which runs our code only

    @property
    def _errors(self) -> Path:
        return Path(self._scratch.name, "errors.txt")

    def _last_words(self) -> str:
        lines = (
            self._errors.read_text("utf-8", "replace").strip().splitlines()
            if self._errors.exists()
            else []
        )
        return f" ({lines[-1][:300]})" if lines else ""


def answer_requests() -> None:
    """Answer requests until the parent is gone; runs in the process of its own."""
    answers = own_output()  # an instructor's checks are loaded now, and may print
    assignment, memory_bytes, measures, contained = sys.argv[1], *map(int, sys.argv[2:5])
    limit(resource.RLIMIT_DATA, memory_bytes)
    with Examiner(load_everything(assignment), contained=bool(contained)) as examiner:
        if measures:
            threading.Thread(target=examiner.start_measuring, daemon=True).start()
        serve(
            lambda request: pickle.dumps(_answer(examiner, *pickle.loads(request))),  # noqa: S301 - from our parent
            answers,
        )


def _answer(examiner: Examiner, what: str, given: Sequence[Any]) -> tuple[str, Any]:
    try:
        return "done", getattr(examiner, what)(*given)
    except MemoryError:
        return "over", "it needs more memory than it may use"
    except GraderError as error:
        return "operator", (type(error).__name__, error.message, error.hint)
    except Exception:  # noqa: BLE001 - sent to the parent, which makes a grader fault of it
        return "fault", traceback.format_exc()


def _opened(answer: tuple[str, Any]) -> Any:
    """What an answer holds; raised where it is an error."""
    kind, content = answer
    if kind == "over":
        raise OverBudget(content)
    if kind == "fault":
        raise ExaminerFault(content)
    if kind == "operator":
        name, message, hint = content
        raise getattr(errors, name)(message, hint=hint)
    return content
