"""Realistic results to write reports about.

The curves, matrices and mistakes in `data/runs.npz` are those of reference models that were trained
in full: one seed plays the student, the others are the reference it is held against. Confidences
are invented.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np

from grader.checks import CHECKS
from grader.model.assignment import Assignment, CheckSpec, PartSpec
from grader.model.descriptions import ArraySummary, CompileInfo, LayerInfo, ModelInfo
from grader.model.evidence import Answer, Claim, Evidence, RoleMatch, Source, TrainingRun
from grader.model.graded.finding import Finding, FindingStatus, IntegrityFinding
from grader.model.graded.grade import Grade
from grader.model.graded.result import Result
from grader.model.graded.score import Mistake, Mistakes, Score
from grader.model.limits_hit import LimitHit
from grader.model.recording import NOT_RUN, CellRun, Recording, RunOrder
from grader.model.reference import Band, Curve, Reference, RoleReference
from grader.model.submission import Cell, Notebook, Student, Submission

DATA = Path(__file__).parent / "data" / "runs.npz"
BUNDLED = Path(__file__).parents[2] / "reference" / "mnist"
ROLES = ("baseline", "adam", "cnn")
METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")
CELLS = {"baseline": 9, "adam": 24, "cnn": 31}
RUNS = {role: number for number, role in enumerate(ROLES, start=1)}

DENSE = (
    LayerInfo("Dense", "dense", {"units": 64, "activation": "sigmoid"}, (None, 64), 50240),
    LayerInfo("Dense", "dense_1", {"units": 10, "activation": "softmax"}, (None, 10), 650),
)
CONVOLUTIONAL = (
    LayerInfo(
        "Conv2D",
        "conv2d",
        {"filters": 32, "kernel_size": [3, 3], "activation": "relu"},
        (None, 26, 26, 32),
        320,
    ),
    LayerInfo("MaxPooling2D", "max_pooling2d", {"pool_size": [2, 2]}, (None, 13, 13, 32), 0),
    LayerInfo(
        "Conv2D",
        "conv2d_1",
        {"filters": 64, "kernel_size": [3, 3], "activation": "relu"},
        (None, 11, 11, 64),
        18496,
    ),
    LayerInfo("MaxPooling2D", "max_pooling2d_1", {"pool_size": [2, 2]}, (None, 5, 5, 64), 0),
    LayerInfo("Flatten", "flatten", {}, (None, 1600), 0),
    LayerInfo("Dropout", "dropout", {"rate": 0.5}, (None, 1600), 0),
    LayerInfo("Dense", "dense_2", {"units": 10, "activation": "softmax"}, (None, 10), 16010),
)

ANSWERS = {
    "q1": (
        "The **training arrays** (`x_train`, `y_train`) are what the weights are fitted to. The "
        "*validation* arrays are "
        "held back: the network never learns from them, so they tell how it does on digits that "
        "it has not seen.\n\n"
        "- 60,000 images for training\n- 10,000 images for validation\n\n"
        "Each image is a vector $x \\in [0, 1]^{784}$ and each label a vector $y_i \\in \\{0, "
        "1\\}^{10}$."
    ),
    "q2": (
        "The summary shows one hidden layer with 64 units and an output layer with 10.\n\n"
        "| layer | parameters | why |\n|---|---|---|\n"
        "| hidden | 50,240 | 784 · 64 weights + 64 biases |\n| output | 650 | 64 · 10 + 10 |\n"
    ),
    "q3": (
        "There is hardly any overfitting: the two loss lines stay close together until the end, "
        "and the validation "
        "accuracy is about as high as the training accuracy. After about 300 epochs both are "
        "nearly horizontal."
    ),
    "todo3": (
        "0 and 1 are recognised best. The weakest is **5**, which is often taken for 3 or 8; 4 "
        "and 9 are mixed up in "
        "both directions, which makes sense as they look alike in handwriting."
    ),
    "q4": (
        "### Comparison\n\nThe CNN gets 99.1 % right and the dense network 90.3 %. Convolutions "
        "use that neighbouring "
        "pixels belong together, and with *fewer* parameters (34,826 against 50,890). "
        "I read about it [here](https://example.org/cnn)."
    ),
}
CONTEXT = {
    "q3": (
        (
            "“Dense network, SGD” after 500 epochs: loss 0.01612 in training and 0.01603 in "
            "validation (a gap of 9e-05); accuracy 0.9021 in training and 0.903 in validation (a "
            "gap of 0.0009)."
        ),
        "The validation loss was lowest at the end (0.01603): it had not turned.",
    ),
    "todo3": (
        (
            "We measured “Dense network with SGD”. Best: 1, 1,102 of 1,135 right "
            "(97.1\N{NO-BREAK SPACE}%); worst: 5, 727 of 892 (81.5\N{NO-BREAK SPACE}%)."
        ),
        "The most frequent mistake: 52 times 4 was taken for 9.",
    ),
    "q4": (
        (
            "“Dense network, SGD”: loss 0.0160 and accuracy 0.9030 on the validation data after "
            "500 epochs, 50,890 parameters."
        ),
    ),
}


@cache
def runs() -> dict[str, np.ndarray]:
    """The arrays of the data file."""
    with np.load(DATA) as archive:
        return {name: archive[name] for name in archive.files}


def history(role: str, *, epochs: int | None = None) -> dict[str, tuple[float, ...]]:
    """The student's history of one role, cut after `epochs`."""
    return {metric: tuple(runs()[f"{role}.{metric}"][:epochs].tolist()) for metric in METRICS}


def reference() -> Reference:
    """Bands of the seeds that do not play the student."""
    return Reference(
        schema_version=1,
        assignment="mnist",
        dataset_sha256="0" * 64,
        method="mean and spread of the seeds, for the tests",
        roles={role: role_reference(role) for role in ROLES},
    )


def role_reference(role: str) -> RoleReference:
    """The reference of one role."""
    data, epochs = runs(), tuple(runs()[f"{role}.epochs"].tolist())
    curves, final = {}, {}
    for metric in METRICS:
        low, median, high = data[f"{role}.band.{metric}"].tolist()
        curves[metric] = Curve(epochs, tuple(low), tuple(median), tuple(high))
        final[metric] = Band(low[-1], high[-1], median[-1], 0.001)
    mean = data[f"{role}.mean"].astype(float)
    f1 = 2 * np.diag(mean) / (mean.sum(0) + mean.sum(1))
    return RoleReference(
        role=role,
        seeds=tuple(range(int(data[f"{role}.seeds"]))),
        epochs=epochs[-1],
        parameters=34826 if role == "cnn" else 50890,
        final=final,
        curves=curves,
        confusion_mean=tuple(map(tuple, mean.tolist())),
        confusion_spread=tuple(map(tuple, data[f"{role}.spread"].astype(float).tolist())),
        class_f1={
            label: Band(value - 0.01, value + 0.01, value, 0.001)
            for label, value in enumerate(f1.tolist())
        },
        hardest=tuple(data[f"{role}.hardest"].tolist()),
        times_wrong=times_wrong(role, int(data[f"{role}.seeds"])),
    )


@cache
def times_wrong(role: str, seeds: int) -> tuple[int, ...]:
    """How many of the first bundled trainings get each test image wrong."""
    labels = np.load(BUNDLED / "data" / "mnist.npz")["y_test"]
    predicted = [
        np.load(BUNDLED / "runs" / f"{role}-{seed:04d}.npz")["predictions"] for seed in range(seeds)
    ]
    return tuple((np.stack(predicted) != labels).sum(0).tolist())


def run(role: str, *, source: Source = "reproduced", epochs: int | None = None) -> TrainingRun:
    """A training of one role."""
    reported = history(role, epochs=epochs)
    asked = len(history(role)["loss"])
    model = CONVOLUTIONAL if role == "cnn" else DENSE
    parameters = sum(layer.parameters for layer in model)
    claims = (
        Claim(
            "progress_log",
            CELLS[role],
            metrics={name: round(values[-1], 4) for name, values in reported.items()},
        ),
        Claim(
            "evaluation",
            CELLS[role] + 2,
            metrics={name: round(reported[name][-1], 4) for name in ("val_loss", "val_accuracy")},
        ),
        Claim("summary", CELLS[role] - 1, metrics={"parameters": float(parameters)}),
    )
    shape = (60000, 28, 28, 1) if role == "cnn" else (60000, 784)
    return TrainingRun(
        number=RUNS[role],
        source=source,
        cell=CELLS[role],
        model=ModelInfo(1, "Sequential", model, parameters, parameters),
        compiled=CompileInfo(
            "SGD" if role == "baseline" else "Adam",
            {"learning_rate": 0.01 if role == "baseline" else 0.001},
            "categorical_crossentropy" if role == "cnn" else "mean_squared_error",
        ),
        epochs_requested=asked,
        epochs_run=len(reported["loss"]),
        batch_size=128,
        history=reported,
        x=ArraySummary("x", shape, "float32", 0.0, 1.0),
        wall_s=231.0,
        stopped_by_grader=epochs is not None,
        match=RoleMatch(
            role,
            "Layers, optimizer, loss and data are those that the assignment asks for.",
            score=1.0,
        ),
        claims=claims,
    )


def score(role: str) -> Score:
    """What we measured about one role."""
    data = runs()
    reported = history(role)
    mistakes = zip(
        data[f"{role}.mistakes"].tolist(), data[f"{role}.confidence"].tolist(), strict=True
    )
    return Score(
        run=RUNS[role],
        verified=True,
        reason="images scaled to [0, 1] and flattened",
        accuracy=reported["val_accuracy"][-1],
        loss=reported["val_loss"][-1],
        confusion_matrix=tuple(map(tuple, data[f"{role}.matrix"].tolist())),
        mistakes=Mistakes.of(
            Mistake(index, true, wrong, sure) for (index, true, wrong), sure in mistakes
        ),
        training_rows_recognised=60000,
    )


def answers(**changed: str) -> tuple[Answer, ...]:
    """The student's answers, some of them changed."""
    return tuple(
        Answer(
            question,
            text,
            (12,),
            "It stands in the text cell below the question.",
            CONTEXT.get(question, ()),
        )
        for question, text in {**ANSWERS, **changed}.items()
    )


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
