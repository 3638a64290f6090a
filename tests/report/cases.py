"""Realistic results to write reports about.

The curves, matrices and mistakes in `data/runs.npz` are those of reference models that were trained
in full: one seed plays the student, the others are the reference it is held against. Confidences
are invented.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from grader.checks import CHECKS
from grader.model.assignment import Assignment, CheckSpec, PartSpec
from grader.model.evidence import Claim, Evidence, RoleMatch
from grader.model.graded.finding import Finding, FindingStatus, IntegrityFinding
from grader.model.graded.grade import Grade
from grader.model.graded.result import Result
from grader.model.limits_hit import LimitHit
from grader.model.recording import NOT_RUN, CellRun, Recording, RunOrder
from grader.model.submission import Cell, Notebook, Student, Submission
from tests.report.data.answered import answers
from tests.report.data.trained import CELLS, ROLES, history, run, score


def findings(assignment: Assignment, **statuses: FindingStatus) -> tuple[Finding, ...]:
    """A finding for every check; `baseline__accuracy="failed"` sets the status of
    `baseline.accuracy`.
    """
    return tuple(
        _finding(part, check, statuses.get(check.id.replace(".", "__"), _usual(check)))
        for part in assignment.parts
        for check in part.checks
    )


def grade(found: tuple[Finding, ...], *, integrity: tuple[IntegrityFinding, ...] = ()) -> Grade:
    """Add up findings as grading does, near enough for a report."""
    required = [finding for finding in found if not finding.optional]
    awaiting = sum(
        (f.points_possible - f.points for f in required if f.status == "needs_review"), Decimal(0)
    )
    return Grade(
        status="needs_review" if awaiting else "graded",
        points=sum((finding.points for finding in required), Decimal(0)),
        points_possible=sum((finding.points_possible for finding in required), Decimal(0)),
        points_awaiting_review=awaiting,
        findings=found,
        integrity=integrity,
    )


def submission(
    name: str | None = "Ada Byron", path: str = "hand-ins/byron_ada.ipynb"
) -> Submission:
    """A hand-in with one cell."""
    notebook = Notebook((Cell(0, "code", "model.fit(x, y)"),))
    return Submission(
        Student(id="s1024", name=name, email="ada@example.org"), path, "ab12" * 16, notebook
    )


def recording(**changes: object) -> Recording:
    """A recording of a notebook that ran through."""
    usual = Recording(
        outcome="completed",
        wall_s=1843.0,
        events=(),
        cell_runs=(CellRun(9, 5, "ok", 900.0),),
        executed=None,
        folder=None,
        order=RunOrder(
            (9,),
            "execution_counts",
            "The saved counts give the order in which the student ran the cells.",
        ),
        protections=("namespaces", "no network", "read-only system", "limits"),
    )
    return replace(usual, **changes)


def perfect(assignment: Assignment) -> Result:
    """Everything as asked; the questions wait for a person."""
    return Result(
        assignment="mnist",
        submission=submission(),
        path="hand-ins/byron_ada.ipynb",
        policy="decisive",
        grade=grade(findings(assignment)),
        recording=recording(),
        evidence=Evidence(
            runs=(
                replace(run("baseline"), stopped_by_grader=False),
                run("adam", epochs=340),
                run("cnn"),
            ),
            answers=answers(),
            notices=(
                "mnist.npz was served from the assignment's own data.",
                "Seeds were set to 20240601.",
            ),
        ),
        scores=tuple(score(role) for role in ROLES),
    )


TRACEBACK = """---------------------------------------------------------------------------
NameError                                 Traceback (most recent call last)
Cell In[14], line 3
      1 plt.figure(figsize=(8, 4))
      2 plt.subplot(1, 2, 1)
----> 3 plt.plot(histroy.history['loss'])
      4 plt.plot(history.history['val_loss'])
      5 plt.legend(['training', 'validation'])

NameError: name 'histroy' is not defined"""


def broken_half_way(assignment: Assignment) -> Result:
    """A NameError in the plots, the CNN never trained, one answer missing, a claim that does not
    hold.
    """
    found = findings(
        assignment,
        baseline__accuracy="partial",
        baseline__curves="failed",
        todo4__mistakes="failed",
        cnn__trained="failed",
        cnn__architecture="skipped",
        cnn__accuracy="skipped",
        cnn__curves="skipped",
        cnn__evaluated="skipped",
        cnn__matrix="skipped",
        q2__answered="failed",
        adam__trained="failed",
        adam__accuracy="skipped",
        todo2__tried="failed",
        todo1__answered="failed",
    )
    doubts = (
        IntegrityFinding(
            "claim_mismatch",
            "warning",
            "The notebook states an accuracy of 0.9720 for the model of cell 10; we measured "
            "0.8610.",
            ("cell 12: val_accuracy 0.9720",),
        ),
        IntegrityFinding(
            "unsupported_claim", "info", "“more than 99 %” in cell 34 is borne out by no output."
        ),
    )
    short = run("baseline", epochs=120)
    short = replace(
        short,
        epochs_requested=120,
        stopped_by_grader=False,
        match=RoleMatch(
            "baseline",
            "Dense 64 → Dense 10, trained with SGD, comes nearest to “Dense network, SGD”, with "
            "relu instead of sigmoid in the hidden layer.",
            layer_differences=("relu instead of sigmoid in the hidden layer",),
            score=0.8,
        ),
        claims=(Claim("evaluation", 11, metrics={"val_accuracy": 0.972, "val_loss": 0.0051}),),
    )
    return replace(
        perfect(assignment),
        grade=grade(found, integrity=doubts),
        evidence=Evidence(
            runs=(short,), answers=answers(q2="", q4="The CNN is better, it gets more than 99 %.")
        ),
        scores=(score("baseline"),),
        recording=recording(
            outcome="cell_error",
            cell_runs=(
                CellRun(9, 5, "ok", 90.0),
                CellRun(
                    14, 8, "error", 0.1, "NameError", "name 'histroy' is not defined", TRACEBACK
                ),
                CellRun(31, 12, "timeout", 3600.0),
            ),
            limits_hit=(LimitHit("cell_time", "Cell 32 ran for 3,600 s, which is the limit.", 31),),
        ),
    )


def saved(assignment: Assignment) -> Result:
    """Nothing was run; the saved outputs are claims."""
    statuses: dict[str, FindingStatus] = {f"{role}__accuracy": "needs_review" for role in ROLES}
    return replace(
        perfect(assignment),
        policy="saved",
        grade=grade(findings(assignment, **statuses)),
        evidence=Evidence(
            runs=tuple(run(role, source="claimed") for role in ROLES), answers=answers()
        ),
        scores=(),
        recording=NOT_RUN,
    )


def diverged(assignment: Assignment) -> Result:
    """The loss became NaN at epoch 6 and infinite before."""
    reported = history("cnn")
    broken = {
        name: (*values[:4], float("inf") if "loss" in name else values[4], *[float("nan")] * 10)
        for name, values in reported.items()
    }
    whole = perfect(assignment)
    cnn = replace(run("cnn"), history=broken)
    return replace(
        whole,
        grade=grade(findings(assignment, cnn__accuracy="failed")),
        evidence=replace(whole.evidence, runs=(*whole.evidence.runs[:2], cnn)),
        scores=(*whole.scores[:2], replace(whole.scores[2], loss=float("nan"), accuracy=0.098)),
    )


def ungradable(assignment: Assignment) -> Result:
    """The file was no notebook."""
    return Result(
        assignment="mnist",
        submission=None,
        path="hand-ins/broken.ipynb",
        policy="decisive",
        grade=Grade(
            "ungradable",
            Decimal(0),
            assignment.points_possible(),
            Decimal(0),
            reason="hand-ins/broken.ipynb: not a notebook: this is a PDF",
        ),
    )


def grader_fault(assignment: Assignment) -> Result:
    """We failed."""
    reason = (
        'Traceback (most recent call last):\n  File "/srv/class/grader/scoring/rebuild.py", line '
        "12\nKeyError: 'w0003'"
    )
    return replace(
        ungradable(assignment),
        submission=submission(),
        grade=Grade(
            "grader_fault", Decimal(0), assignment.points_possible(), Decimal(0), reason=reason
        ),
    )


ALL = {
    case.__name__: case
    for case in (perfect, broken_half_way, saved, diverged, ungradable, grader_fault)
}


def _usual(check: CheckSpec) -> FindingStatus:
    return "needs_review" if check.check == "question_answered" else "passed"


_MESSAGES: dict[FindingStatus, tuple[str, str]] = {
    "passed": ("You evaluated the model on the validation set.", ""),
    "partial": (
        (
            "We measured 86.10 % on the held-out data. Full points begin at 90.00 %, which a "
            "correct solution misses less than once in 1,000 times; none are given at 80.00 %."
        ),
        "You train for 120 epochs; the assignment suggests about 500.",
    ),
    "failed": (
        "We found no figure that draws this model's training history.",
        "Plot the values of history.history after fit, training and validation in one figure.",
    ),
    "skipped": ("Not looked at, because this did not pass: The model was trained.", ""),
    "needs_review": ("An answer is there; a person reads and grades it.", ""),
}
"""Sentences that checks say, so that languages are tested on them."""


def _finding(part: PartSpec, check: CheckSpec, status: FindingStatus) -> Finding:
    share = {"passed": Decimal(1), "partial": Decimal("0.5")}.get(status, Decimal(0))
    message, hint = _MESSAGES[status]
    return Finding(
        id=check.id,
        part=part.id,
        title=check.title or CHECKS[check.check].title,
        status=status,
        points=check.points * share,
        points_possible=check.points,
        message=message,
        hint=hint,
        evidence=(f"cell {CELLS[check.role] + 1}: fit",)
        if check.role and status in ("passed", "partial")
        else (),
        optional=part.optional,
    )
