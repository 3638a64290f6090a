"""Names what we measured ourselves, where no student code runs."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True, slots=True)
class Mistake:
    """A held-out example that the model got wrong."""

    index: int
    """Its row in the held-out data."""
    true: int
    predicted: int
    confidence: float
    """The probability that the model gave its wrong answer, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Mistakes by columns: a model that learned nothing makes 9,000 of them, and a class has
    hundreds of models.
    """

    index: tuple[int, ...] = ()
    true: tuple[int, ...] = ()
    predicted: tuple[int, ...] = ()
    confidence: tuple[float, ...] = ()

    @classmethod
    def of(cls, mistakes: Iterable[Mistake]) -> Mistakes:
        """The same, by columns."""
        rows = [(one.index, one.true, one.predicted, one.confidence) for one in mistakes]
        return cls(*zip(*rows, strict=True)) if rows else cls()

    def __len__(self) -> int:
        return len(self.index)

    def __iter__(self) -> Iterator[Mistake]:
        return map(Mistake, self.index, self.true, self.predicted, self.confidence)

    def first(self, count: int) -> tuple[Mistake, ...]:
        """At most so many, from the start."""
        return tuple(islice(self, count))

    def answers(self) -> dict[int, tuple[int, int]]:
        """By row of the held-out data: the true class and the predicted one."""
        return dict(zip(self.index, zip(self.true, self.predicted, strict=True), strict=True))


@dataclass(frozen=True, slots=True)
class ClassMetrics:
    """Precision, recall and F1 of one class, as scikit-learn defines them; 0 where undefined."""

    label: int
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class StateScore:
    """What another state of a run's model reached: the one at the training's end, or one that was
    saved on the way.
    """

    accuracy: float
    loss: float | None
    confusion_matrix: tuple[tuple[int, ...], ...]
    mistakes: Mistakes = Mistakes()


@dataclass(frozen=True, slots=True)
class FirstLayer:
    """The weights of a model's first layer as pictures, those of the strongest units."""

    filters: bool
    """Whether they are a convolution's filters; else a dense layer's units on whole pictures."""
    count: int
    """How many the layer has in all."""
    shape: tuple[int, ...]
    """Of the pictures: how many, height, width."""
    shades: str
    """Base64 of that many bytes, row by row: 128 is a weight of 0, each picture has its own scale.
    """


@dataclass(frozen=True, slots=True)
class StepScore:
    """How one of a run's further steps agrees with what we computed, and with the rows seen."""

    error: float | None = None
    """By which share of its length it differs from ours; None where we could not compute it."""
    unseen: float = 0.0
    """Which share of its batch is not among the rows that were passed to `fit`."""
    held_out: float = 0.0
    """Which share of it are held-out rows."""


@dataclass(frozen=True, slots=True)
class Score:
    """A run's model, rebuilt and evaluated on the held-out data."""

    run: int
    verified: bool
    """False where the model could not be rebuilt; then only `reason` means anything."""
    reason: str = ""
    """Why it is unverified, or how the input was prepared: `images scaled to [0, 1] and flattened`.
    """
    prepared_as_usual: bool = False
    """Whether nobody recognised how the notebook prepared its images, so that the usual ways were
    tried.
    """
    accuracy: float | None = None
    loss: float | None = None
    """The run's own loss on the held-out data."""
    confusion_matrix: tuple[tuple[int, ...], ...] = ()
    """Rows are true classes, columns predicted ones."""
    mistakes: Mistakes = Mistakes()
    """All of them, the most confident first."""
    first_layer: FirstLayer | None = None
    """None where there is nothing to be seen."""
    trained_on_held_out: int = 0
    """How many rows passed to `fit` as training data are held-out rows."""
    held_out_rows: str = ""
    """Which of the held-out rows were among them: a bit for each, the first one lowest, in base 64;
    empty where none was.
    """
    training_rows_recognised: int = 0
    """How many rows passed to `fit` are rows of the canonical training data."""
    rows_looked_at: bool = True
    """False where there was no time left for it: then the number of rows recognised says nothing.
    """
    states: tuple[StateScore, ...] = ()
    """Of the other states that the notebook went on with."""
    held_out_by_chance: float | None = None
    """How many of the rows trained on would be held-out rows if the notebook had drawn them from
    all data.
    """
    other_data: str = ""
    """What the rows passed to `fit` seem to be where they are not the assignment's:
    `Fashion-MNIST`.
    """
    beyond_classes: float | None = None
    """Which share of the targets that it was trained with is none of the most frequent ones, of
    which there are as many as classes; None where no targets were seen.
    """
    near_held_out: int = 0
    """How many of a sample of those rows are neither, but much nearer to held-out images than to
    training images.
    """
    near_held_out_of: int = 0
    """How many of the sample are neither."""
    same_pictures: bool = False
    """Whether `other_data` names the assignment's own pictures, changed."""
    step_error: float | None = None
    """By which share of its length the recorded step differs from the one that we computed; None
    where we could not.
    """
    step_note: str = ""
    """Why we could not."""
    step_unseen: float = 0.0
    """Which share of that step's batch is not among the rows that were passed to `fit`."""
    step_held_out: float = 0.0
    """Which share of it are held-out rows."""
    step_holds: float = 0.0
    """Of the rows that the step's own parts hold beside its batch, which share are held-out rows.
    """
    further_steps: tuple[StepScore, ...] = ()
    """The same of the run's further steps, in their order."""
    trained_alone: float | None = None
    """The accuracy of the weights that training had left before others were put in."""
    begun_with: float | None = None
    """The accuracy of the weights that the run began with."""
    afresh: tuple[float, ...] = ()
    """The best accuracies of the same training, twice as long, from draws of Keras' own, where the
    run began with weights that are none; empty where that is not known.
    """
    further_seeds: tuple[float, ...] = ()
    """The accuracies of further trainings of the same model by us, where its own scatter had to be
    known.
    """

    def held_out_seen(self) -> int:
        """Which held-out rows it was trained on, as bits of a number."""
        return int.from_bytes(base64.b64decode(self.held_out_rows), "little")

    def accuracies(self) -> tuple[float, ...]:
        """Of every state that the notebook went on with."""
        return tuple(
            found
            for found in (self.accuracy, *(state.accuracy for state in self.states))
            if found is not None
        )

    def per_class(self) -> tuple[ClassMetrics, ...]:
        """Precision, recall and F1 of every class, from the confusion matrix."""
        columns = [sum(column) for column in zip(*self.confusion_matrix, strict=True)]
        metrics = []
        for label, row in enumerate(self.confusion_matrix):
            right, support, predicted = row[label], sum(row), columns[label]
            precision = right / predicted if predicted else 0.0
            recall = right / support if support else 0.0
            f1 = 2 * right / (support + predicted) if support + predicted else 0.0
            metrics.append(ClassMetrics(label, precision, recall, f1, support))
        return tuple(metrics)
