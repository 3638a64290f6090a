"""Describes a recorded step of a training so that our own process can compute it again.

Only what is plainly described can be: standard layers, an optimizer and a loss of Keras' own. Of
any other step we say that it was not computed again, and why; that is nothing against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import JsonValue

from grader.model.evidence import KeptStep, TrainingRun
from grader.scoring.process.request import input_shape, loss_request, rebuilding
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.untrusted.npz import inside, read_headers

TIMEOUT_S = 30.0
MAX_BYTES = 64 * 1024**2
OWN_PARTS = "it is computed by parts of the notebook's own"
OPTIMIZERS = (
    "SGD",
    "Adam",
    "AdamW",
    "Adamax",
    "Nadam",
    "RMSprop",
    "Adagrad",
    "Adadelta",
    "Ftrl",
    "Lion",
    "Lamb",
    "Adafactor",
)
NUMBERS = (
    *(
        "momentum",
        "beta_1",
        "beta_2",
        "rho",
        "epsilon",
        "weight_decay",
        "clipnorm",
        "clipvalue",
        "global_clipnorm",
    ),
    *(
        "ema_momentum",
        "ema_overwrite_frequency",
        "gradient_accumulation_steps",
        "loss_scale_factor",
    ),
    *(
        "initial_accumulator_value",
        "learning_rate_power",
        "l1_regularization_strength",
        "l2_regularization_strength",
        "l2_shrinkage_regularization_strength",
        "beta",
    ),
    *("beta_2_decay", "epsilon_1", "epsilon_2", "clip_threshold"),
)
RANDOM = (
    *("Dropout", "SpatialDropout1D", "SpatialDropout2D", "AlphaDropout", "GaussianDropout"),
    *("GaussianNoise", "RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation"),
    *("RandomContrast", "RandomBrightness", "RandomCrop", "LSTM", "GRU", "SimpleRNN"),
)
"""Layers that may compute something else in training each time."""
SWITCHES = ("nesterov", "amsgrad", "centered", "use_ema", "relative_step")


def step_request(run: TrainingRun, step: KeptStep, *, folder: Path) -> dict[str, JsonValue]:
    """What the scoring process is to compute, the run's further steps, too; raises `ModelRefused`
    with the reason where nobody can.
    """
    if step.arrays is None:
        raise ModelRefused(OWN_PARTS if step.own else "it was not kept")
    if step.own and not _holds(step, "a0000", folder):
        raise ModelRefused(OWN_PARTS)
    if any(layer.class_name == "Lambda" for layer in run.model.layers):
        raise ModelRefused("its model holds code of the notebook's own")
    rebuilt, loss = rebuilding(run), loss_request(run)
    if loss is None:
        raise ModelRefused("its loss is not one of Keras' own")
    if rebuilt.model is None:
        raise ModelRefused("its model can't describe itself")
    return {
        "steps": [
            {
                "file": str(inside(folder, each.arrays or "")),
                "learning_rate": each.learning_rate or step.learning_rate,
            }
            if each is step or _holds(each, "a0000", folder)
            else None
            for each in (step, *run.further_steps)
        ],
        "max_bytes": MAX_BYTES,
        "model": rebuilt.model,
        "input_shape": list(input_shape(run, rebuilt)),
        "optimizer": _optimizer(run, step),
        "loss": loss,
    }


def gradients_request(run: TrainingRun, step: KeptStep, *, folder: Path) -> dict[str, JsonValue]:
    """The same of steps whose gradients were kept; raises `ModelRefused` where nobody can say what
    they are made of.
    """
    kept = [each for each in (step, *run.further_steps) if each.by_gradients]
    if any(each.arrays is None for each in kept):
        raise ModelRefused("it was not kept")
    random = [layer.class_name for layer in run.model.layers if layer.class_name in RANDOM]
    if random and not all(_holds(each, "s0000", folder) for each in kept):
        raise ModelRefused(f"its model holds {random[0]}, which draws other numbers each time")
    rebuilt = rebuilding(run)
    if rebuilt.model is None:
        raise ModelRefused("its model can't describe itself")
    return {
        "gradients": [
            str(inside(folder, each.arrays or "")) if each.by_gradients else None
            for each in (step, *run.further_steps)
        ],
        "max_bytes": MAX_BYTES,
        "model": rebuilt.model,
        "input_shape": list(input_shape(run, rebuilt)),
    }


def _holds(step: KeptStep, name: str, folder: Path) -> bool:
    """Whether an array of this name was kept of the step."""
    return step.arrays is not None and name in read_headers(inside(folder, step.arrays))


def errors_in(answer: Mapping[str, JsonValue], *, steps: int) -> tuple[list[float | None], str]:
    """What the process answers, for so many steps; and why the first could not be computed."""
    found = answer.get("errors")
    errors = [
        float(each) if isinstance(each, int | float) else None
        for each in (found if isinstance(found, list) else [])
    ]
    errors += [None] * (steps - len(errors))
    why = "" if errors[0] is not None else str(answer.get("reason", OWN_PARTS))
    return errors, why


def _optimizer(run: TrainingRun, step: KeptStep) -> JsonValue:
    name, config = run.compiled.optimizer, run.compiled.optimizer_config
    if name not in OPTIMIZERS or step.learning_rate is None:
        raise ModelRefused("its optimizer is not one that we compute")
    options: dict[str, JsonValue] = {
        key: value
        for key, value in config.items()
        if (key in NUMBERS and isinstance(value, int | float))
        or (key in SWITCHES and isinstance(value, bool))
    }
    return {"name": name, "options": options}
