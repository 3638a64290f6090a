"""Makes event records and notebooks by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.evidence import gather
from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.model.descriptions import ArraySummary, CompileInfo, LayerInfo, ModelInfo
from grader.model.events import EpochFinished, FitFinished, FitStarted
from grader.model.recording import CellRun, Recording
from grader.pipeline import open_assignment


@pytest.fixture(scope="session")
def assignment() -> Assignment:
    """The bundled assignment."""
    return open_assignment("mnist")[0]


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """A hundredth of the real thing: random images of the right shape."""
    random = np.random.default_rng(7)
    images = random.integers(0, 256, (700, 28, 28), dtype=np.uint8)
    labels = random.integers(0, 10, 700)
    names = tuple(map(str, range(10)))
    return Dataset(images[:600], labels[:600], images[600:], labels[600:], names)


class Make:
    """Factories, so that a test reads as a sentence."""

    @staticmethod
    def layer(class_name: str, *, parameters: int = 0, **config) -> LayerInfo:
        """A layer of any kind."""
        return LayerInfo(class_name, class_name.lower(), config, parameters=parameters)

    @classmethod
    def dense(cls, units: int, activation: str | None = None) -> LayerInfo:
        """A dense layer."""
        return cls.layer("Dense", units=units, activation=activation or "linear")

    @classmethod
    def conv(cls, filters: int, activation: str = "relu") -> LayerInfo:
        """A convolution of 3 × 3."""
        return cls.layer("Conv2D", filters=filters, activation=activation, kernel_size=[3, 3])

    @staticmethod
    def model(*layers: LayerInfo, parameters: int = 0, model_id: int = 1) -> ModelInfo:
        """A model of these layers."""
        return ModelInfo(model_id, "Sequential", layers, parameters, parameters)

    @classmethod
    def dense_net(cls, **changes) -> ModelInfo:
        """The network of the roles baseline and adam."""
        return cls.model(
            cls.dense(64, "sigmoid"), cls.dense(10, "softmax"), **{"parameters": 50890, **changes}
        )

    @classmethod
    def cnn(cls, *, dropout: bool = True, **changes) -> ModelInfo:
        """The network of the role cnn."""
        return cls.model(
            cls.conv(32),
            cls.layer("MaxPooling2D"),
            cls.conv(64),
            cls.layer("MaxPooling2D"),
            cls.layer("Flatten"),
            *([cls.layer("Dropout", rate=0.5)] if dropout else []),
            cls.dense(10, "softmax"),
            **{"parameters": 34826, **changes},
        )

    @staticmethod
    def compiled(optimizer: str = "SGD", loss: str = "mean_squared_error", **config) -> CompileInfo:
        """How a model was compiled."""
        return CompileInfo(optimizer, config, loss=loss, metrics=("accuracy",))

    @staticmethod
    def array(*shape: int, key: str = "x") -> ArraySummary:
        """What was passed as data."""
        return ArraySummary(key, shape, "float32", 0.0, 1.0)

    @classmethod
    def fit(
        cls,
        run: int,
        model: ModelInfo,
        compiled: CompileInfo,
        *,
        epochs: int = 3,
        seen: int | None = None,
        finished: bool = True,
        count: int | None = None,
        x: ArraySummary | None = None,
    ) -> list:
        """The events of one fit, of which `seen` epochs were run."""
        seen = epochs if seen is None else seen
        logs = [
            {
                "loss": 0.5 / (run + epoch + 1),
                "accuracy": 0.5,
                "val_loss": 0.6 / (run + epoch + 1),
                "val_accuracy": 0.4,
            }
            for epoch in range(seen)
        ]
        history = {name: tuple(log[name] for log in logs) for name in (logs[0] if logs else {})}
        count = run if count is None else count
        events: list = [
            FitStarted(
                run=run,
                model=model,
                compiled=compiled,
                epochs=epochs,
                batch_size=128,
                execution_count=count,
                x=x,
            )
        ]
        events += [
            EpochFinished(
                run=run, epoch=epoch, logs=log, execution_count=count, host_time_s=float(epoch)
            )
            for epoch, log in enumerate(logs)
        ]
        if finished:
            arrays = f"arrays/{run}.npz"
            events.append(
                FitFinished(
                    run=run,
                    history=history,
                    epochs_run=seen,
                    wall_s=1.5,
                    execution_count=count,
                    arrays=arrays,
                )
            )
        return events

    @staticmethod
    def recording(*events, cells: int = 10, folder: Path | None = None, **changes) -> Recording:
        """A recording whose cell n ran under execution count n + 1, unless `cell_runs` says
        otherwise.
        """
        runs = tuple(CellRun(cell, cell + 1, "ok") for cell in range(cells))
        base = {
            "outcome": "completed",
            "wall_s": 1.0,
            "cell_runs": runs,
            "executed": None,
            "folder": folder,
        }
        return Recording(events=tuple(events), **{**base, **changes})


@pytest.fixture(scope="session")
def make() -> type[Make]:
    """The factories."""
    return Make


@pytest.fixture
def collect(assignment, dataset):
    """Gather with the bundled assignment."""

    def run(handed_in, recording):
        return gather(handed_in, recording, assignment=assignment, dataset=dataset)

    return run
