"""Recorded steps are chosen to be computed again, with the rows that they are of."""

from dataclasses import replace

import numpy as np
import pytest

from grader.model.descriptions import ArraySummary, CompileInfo, LayerInfo, ModelInfo
from grader.model.evidence import KeptStep, TrainingRun
from grader.recorder.shared.fingerprint import row_hashes
from grader.scoring.process.step_request import gradients_request, step_request
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.of_steps import held_by_the_step, rows_of_the_steps
from tests.training.test_further_seeds import ARCHITECTURE

STEP = KeptStep(2, 5, "step.npz", learning_rate=0.01)


@pytest.fixture
def run(tmp_path, digits):
    """Trained on the first 300 digits, scaled; the step's batch are 32 of them."""
    x = (digits.train_x[:300] / 16).astype(np.float32).reshape(300, 64)
    index = np.arange(60)
    arrays = {"x.sample": x[index], "x.sample_index": index, "x.row_hashes": row_hashes(x)}
    np.savez(tmp_path / "1.npz", **arrays)
    np.savez(tmp_path / "step.npz", x=x[100:132], y=np.zeros(32))
    return TrainingRun(
        number=1,
        source="reproduced",
        cell=1,
        model=ModelInfo(1, "Sequential", (), 1210, 1210, ARCHITECTURE),
        compiled=CompileInfo(
            "Adam", {"learning_rate": 0.5, "clipnorm": 1.0, "name": "adam"}, "mse"
        ),
        epochs_requested=10,
        epochs_run=10,
        x=ArraySummary("x", x.shape, "float32", 0.0, 1.0),
        started_arrays="1.npz",
        kept_step=STEP,
    )


def test_the_rate_is_that_of_each_step(run, tmp_path):
    """Whatever the optimizer began with; names and other words of its configuration are left
    out.
    """
    later = replace(STEP, arrays="later.npz", learning_rate=0.002)
    np.savez(tmp_path / "later.npz", x=np.zeros((3, 64)), a0000=np.zeros(2))
    batch = replace(STEP, arrays="1.npz")

    asked = step_request(replace(run, further_steps=(batch, later)), STEP, folder=tmp_path)

    assert asked["optimizer"] == {"name": "Adam", "options": {"clipnorm": 1.0}}
    first, nothing, other = asked["steps"]
    assert (first["learning_rate"], nothing, other["learning_rate"]) == (0.01, None, 0.002)
    assert asked["loss"] == {"name": "mean_squared_error", "options": {}}


@pytest.mark.parametrize("reduction", ["sum", "none", None])
def test_losses_of_a_batch_that_are_not_averaged(run, reduction, tmp_path):
    """So they are in the step that is computed again."""
    config = {"name": "mean_squared_error", "reduction": reduction}
    compiled = replace(run.compiled, loss_config=config)

    asked = step_request(replace(run, compiled=compiled), STEP, folder=tmp_path)

    assert asked["loss"] == {"name": "mean_squared_error", "options": {"reduction": reduction}}


@pytest.mark.parametrize(
    ("step", "fields", "reason"),
    [
        (replace(STEP, arrays=None, own=("an own loss",)), {}, "parts of the notebook's own"),
        (replace(STEP, arrays=None), {}, "not kept"),
        (STEP, {"compiled": CompileInfo("Adam", {}, "my_loss")}, "loss"),
        (STEP, {"compiled": CompileInfo("MyOptimizer", {}, "mse")}, "optimizer"),
        (
            STEP,
            {"model": ModelInfo(1, "Net", (LayerInfo("Lambda", "a"),), 9, 9)},
            "code of the notebook's own",
        ),
        (
            STEP,
            {"model": ModelInfo(1, "Net", (LayerInfo("Dense", "a", {"units": 3}),), 9, 9)},
            "describe itself",
        ),
    ],
)
def test_what_cant_be_computed_again_is_refused_with_the_reason(
    run, step, fields, reason, tmp_path
):
    """It is said in the finding, and costs nothing."""
    with pytest.raises(ModelRefused, match=reason):
        step_request(replace(run, **fields), step, folder=tmp_path)


def test_a_batch_of_the_rows_that_were_seen(run, digits, tmp_path):
    """Nothing of it is new, and nothing held out."""
    assert rows_of_the_steps(run, folder=tmp_path, canonical=Canonical(digits)) == [(0.0, 0.0)]


def test_a_batch_of_held_out_rows(run, digits, tmp_path):
    """They were not among those seen; of a pipeline, whose rows nobody saw all, only that they are
    held out is reported.
    """
    held_out = (digits.held_out_x[:32] / 16).astype(np.float32).reshape(32, 64)
    np.savez(tmp_path / "step.npz", x=held_out, y=np.zeros(32))
    piped = replace(run, x=replace(run.x, kind="pieces"))

    assert rows_of_the_steps(run, folder=tmp_path, canonical=Canonical(digits)) == [(1.0, 1.0)]
    assert rows_of_the_steps(piped, folder=tmp_path, canonical=Canonical(digits)) == [(0.0, 1.0)]


def test_the_batch_of_each_step_is_looked_at(run, digits, tmp_path):
    """One that can't be read says nothing, and hides no other."""
    held_out = (digits.held_out_x[:32] / 16).astype(np.float32).reshape(32, 64)
    np.savez(tmp_path / "held_out.npz", x=held_out, y=np.zeros(32))
    further = [replace(STEP, arrays=file) for file in ("lost.npz", "held_out.npz")]
    several = replace(run, further_steps=tuple(further))

    found = rows_of_the_steps(several, folder=tmp_path, canonical=Canonical(digits))

    assert found == [(0.0, 0.0), (0.0, 0.0), (1.0, 1.0)]


def test_the_images_are_prepared_once(run, digits, tmp_path, monkeypatch):
    """However many batches there are: all images of a data set take a second."""
    x = digits.train_x.astype(np.float32).reshape(-1, 64) / 16
    x = ((x - x.mean(0)) / (x.std(0) + np.float32(1e-3))).astype(np.float32)
    bounds, index, made = (float(x.min()), float(x.max())), np.arange(96), []
    hashes = row_hashes(x, bounds)
    arrays = {"x.sample": x[:96], "x.sample_index": index, "x.row_hashes": hashes}
    np.savez(tmp_path / "1.npz", **arrays)
    np.savez(tmp_path / "step.npz", x=x[100:132])
    several = replace(run, x=ArraySummary("x", x.shape, "float32", *bounds))
    stock = Canonical.rows_prepared

    def rows_prepared(*args, **kwargs):
        made.append(args)
        return stock(*args, **kwargs)

    monkeypatch.setattr(Canonical, "rows_prepared", rows_prepared)
    several = replace(several, further_steps=(STEP,) * 20)

    found = rows_of_the_steps(several, folder=tmp_path, canonical=Canonical(digits))
    assert found == [(0.0, 0.0)] * 21
    before = len(made)
    assert before > 0
    rows_of_the_steps(
        replace(several, further_steps=()), folder=tmp_path, canonical=Canonical(digits)
    )
    assert len(made) == 2 * before


OWN = replace(STEP, own=("an own train_step",))


@pytest.mark.parametrize(
    ("step", "held", "share"),
    [(OWN, "held_out_x", 1.0), (OWN, "train_x", 0.0), (STEP, "held_out_x", 0.0)],
)
def test_rows_that_a_step_holds(run, digits, step, held, *, share, tmp_path):
    """Those of the student's own parts may be the ones that it is measured with."""
    images = getattr(digits, held)
    np.savez(tmp_path / "step.npz", held=(images[:40] / 16).astype(np.float32).reshape(40, 64))
    own = replace(run, kept_step=step)

    assert held_by_the_step(own, folder=tmp_path, canonical=Canonical(digits)) == share


@pytest.mark.parametrize(
    "held", [{}, {"held": np.zeros(3)}, {"held": np.zeros((0, 64), np.float32)}]
)
def test_held_rows_that_say_nothing(run, digits, held, tmp_path):
    """None, or arrays of another form."""
    np.savez(tmp_path / "step.npz", **held)
    own = replace(run, kept_step=OWN)

    assert held_by_the_step(own, folder=tmp_path, canonical=Canonical(digits)) == 0.0


@pytest.mark.parametrize(
    "batch", [{}, {"x": np.zeros(3)}, {"x": np.zeros((4, 9))}, {"x": np.array([["a"]])}]
)
def test_a_batch_that_says_nothing(run, digits, batch, tmp_path):
    """Arrays that are missing, or of another form."""
    np.savez(tmp_path / "step.npz", **batch)

    assert rows_of_the_steps(run, folder=tmp_path, canonical=Canonical(digits)) == [(0.0, 0.0)]


def test_gradients_need_neither_a_loss_nor_an_optimizer(run, tmp_path):
    """What they are made of is asked whatever loss and optimizer are the notebook's own."""
    own = replace(run, compiled=CompileInfo("Mine", {}, "mine"))

    asked = gradients_request(own, replace(STEP, by_gradients=True), folder=tmp_path)

    assert asked["gradients"] == [str(tmp_path / "step.npz")]
    assert "loss" not in asked


def test_layers_that_draw_numbers_explain_no_gradients(run, tmp_path):
    """Nobody can draw the same ones again, unless the state in which they drew was sent."""
    layer = LayerInfo("Dropout", "d", {"rate": 0.5}, (None, 10), 0)
    random = replace(run, model=replace(run.model, layers=(layer,)))

    of_a_loop = replace(STEP, by_gradients=True)
    with pytest.raises(ModelRefused, match="Dropout"):
        gradients_request(random, of_a_loop, folder=tmp_path)
    np.savez(tmp_path / "step.npz", x=np.zeros((3, 64)), s0000=np.zeros(2, np.uint32))
    assert gradients_request(random, of_a_loop, folder=tmp_path)["max_bytes"]


def test_gradients_of_further_steps_are_asked_for(run, tmp_path):
    """Each in its place; of one whose batch alone was kept nothing is."""
    np.savez(tmp_path / "later.npz", x=np.zeros((3, 64)), g0000=np.zeros(2))
    later = replace(STEP, arrays="later.npz", by_gradients=True)
    steps = {"kept_step": later, "further_steps": (STEP, replace(later, arrays="step.npz"))}

    asked = gradients_request(replace(run, **steps), later, folder=tmp_path)

    first, other = str(tmp_path / "later.npz"), str(tmp_path / "step.npz")
    assert asked["gradients"] == [first, None, other]
    beside = gradients_request(replace(run, further_steps=(later,)), STEP, folder=tmp_path)
    assert beside["gradients"] == [None, first]
