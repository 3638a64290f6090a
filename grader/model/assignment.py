"""Names what an assignment asks for, as `assignment.yaml` states it."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue
from pydantic.dataclasses import dataclass

from grader.model.amounts import Gib, Seconds

FROM_A_FILE = ConfigDict(extra="forbid", use_attribute_docstrings=True)

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
"""A stable id, as in `cnn` and `cnn.accuracy`."""
Points = Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=2)]
ItemPoints = Annotated[Decimal, Field(max_digits=9, decimal_places=2)]
Count = Annotated[int, Field(ge=1)]
VERIFY_EPOCHS = 10
Topic = Literal["overfitting", "comparison", "confusion_matrix", "summary", "data", "references"]


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class LayerSpec:
    """A layer that the assignment asks for."""

    kind: str
    """Keras' class name: `Dense`, `Conv2D`, `MaxPooling2D`."""
    units: Count | None = None
    """Units of a dense layer, filters of a convolution."""
    activation: str | None = None
    """By Keras' name: `relu`, `softmax`; left out, any will do."""


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class RoleSpec:
    """A model that the assignment asks to be trained."""

    title: str
    """What reports call it."""
    layers: tuple[LayerSpec, ...]
    """In order, from input to output."""
    parameters: Count
    """How many numbers it learns, as `summary()` says."""
    optimizer: str
    """Keras' class name: `Adam`, `SGD`."""
    loss: str
    """Keras' name; `log_loss` for scikit-learn's `MLPClassifier`."""
    epochs: Count
    """How long the reference trains, and about how long students are asked to."""
    batch_size: Count | None = None
    """Examples a step, as students are asked to take; nothing is checked by it."""
    verify_epochs: Count | None = None
    """How many epochs `--policy verify` trains before it believes the student's log; left out, 10,
    or all where there are fewer.
    """

    @property
    def epochs_verified(self) -> int:
        """`verify_epochs`, said or not."""
        return self.verify_epochs or min(VERIFY_EPOCHS, self.epochs)


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class RubricItemSpec:
    """Something that answers have in common, for the people who grade them."""

    points: ItemPoints
    """Given where positive; taken from full points where negative."""
    words: str
    """What the student reads."""
    note: str = ""
    """For graders only."""


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class CheckSpec:
    """One check of a part."""

    id: Identifier
    """Stable, unique in the assignment: `cnn.accuracy`."""
    check: str
    """The name of the check's function."""
    points: Points
    """A number, with at most two decimals."""
    title: str = ""
    """Overrides the check's own title."""
    role: str | None = None
    """The model that it looks at, by its name in `roles`."""
    depends_on: tuple[str, ...] = ()
    """Ids of checks; where one of them did not pass, this one is skipped with the reason."""
    options: dict[str, JsonValue] = field(default_factory=dict)
    """What the check itself understands, such as `floor`."""
    hint: str = ""
    """Replaces the check's own hint."""
    rubric: tuple[RubricItemSpec, ...] = ()
    """What graders find beside an answer; the first nine have digits as keys."""
    private: bool = False
    """Whether students are not shown it; its points count like any others."""


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class PartSpec:
    """A part of the assignment, in the order in which the student meets it."""

    id: Identifier
    """Stable, unique in the assignment: `cnn`."""
    title: str
    """What reports call it."""
    optional: bool = False
    """Whether its points come on top of the others."""
    question: str = ""
    """For a question, its words as the notebook asks it."""
    about: Topic | None = None
    """What a question is about; tells which measured values stand beside the answer. Else its
    words tell.
    """
    checks: tuple[CheckSpec, ...] = ()
    """What is looked at, in this order."""
    private: bool = False
    """Whether students are not shown it; its points count like any others."""


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class DatasetSpec:
    """The data of the assignment; the held-out half is what models are scored on."""

    file: str
    """An npz, relative to the assignment's folder."""
    train: tuple[str, str] = ("x_train", "y_train")
    """Names of inputs and labels in the npz."""
    held_out: tuple[str, str] = ("x_test", "y_test")
    """Likewise; models are measured on these."""
    classes: tuple[str, ...] = ()
    """What label 0, 1, … is called."""
    serve_as: tuple[str, ...] = ()
    """Under which file names Keras' downloader finds it: `mnist.npz`."""


NO_DATA = DatasetSpec("")


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class ExcusedMutant:
    """A wrong solution that may keep its points when the rubric is tested."""

    mutant: Identifier
    """As `grader assignment test` names it: `baseline.unscaled_inputs`."""
    reason: Annotated[str, Field(min_length=1)]
    """Why no check should see it."""


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class Assignment:
    """Everything an instructor decides."""

    name: str
    """Short, as in file names; results carry it."""
    title: str
    """What reports are headed with."""
    parts: tuple[PartSpec, ...]
    """In the order in which students meet them."""
    folder: Path
    """Where `assignment.yaml` lies."""
    dataset: DatasetSpec = NO_DATA
    """Left out where no models are asked for."""
    roles: dict[str, RoleSpec] = field(default_factory=dict)
    """The models asked for; none where people grade everything."""
    description: str = ""
    """What it is about, for people."""
    points: Points | None = None
    """What the checks of all parts that are not optional must add up to; left out, any sum will do.
    """
    show_integrity_to_students: bool = False
    """Whether a student's own report shows the observations on integrity. The class page always
    does.
    """
    show_graders_to_students: bool = True
    """Whether a student's own report names who gave points. The class page always does."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")] = "en"
    """In which language reports are written: a code for which `templates/languages/` has a file."""
    resources: tuple[str, ...] = ()
    """Files and folders below the assignment's that every notebook finds beside it: helper modules,
    data.
    """
    environment: str | None = None
    """Where its notebooks run: a virtual environment, or a file of requirements. Left out, where
    grader itself runs.
    """
    python: str | None = None
    """The Python that requirements are built with: a version in quotes, as in `"3.10"`, or an
    interpreter's path.
    """
    memory: Gib | None = None
    """Of one notebook, where the command line says nothing else: GiB, or as in `6 GiB`."""
    timeout: Seconds | None = None
    """For one notebook, likewise: seconds, or as in `30 min`."""
    cell_timeout: Seconds | None = None
    """For one cell, likewise."""
    seeds: Literal["grader", "student"] = "grader"
    """Whose random numbers a training begins with. `grader`: trainings are done once for all who
    describe the same, each from the grader's own draws. `student`: the notebook's seeds count, so
    its own process trains.
    """
    excused: tuple[ExcusedMutant, ...] = ()
    """Wrong solutions that `grader assignment test` lets survive, with the reason."""

    def checks(self) -> tuple[CheckSpec, ...]:
        """All checks, in the order of the parts."""
        return tuple(check for part in self.parts for check in part.checks)

    def points_possible(self) -> Decimal:
        """The sum of what is not optional."""
        return sum(
            (check.points for part in self.parts if not part.optional for check in part.checks),
            start=Decimal(0),
        )

    def questions(self) -> tuple[PartSpec, ...]:
        """The parts that are answered in prose."""
        return tuple(part for part in self.parts if part.question)

    @property
    def has_data(self) -> bool:
        """Whether there are data that models are measured on."""
        return bool(self.dataset.file)

    @property
    def dataset_path(self) -> Path:
        """The npz with the assignment's data."""
        return self.folder / self.dataset.file
