"""Follows scikit-learn's perceptrons from step to step, as Keras' models are followed.

Of each training are known the weights before its first step, what was put in between its steps and
after them, and one step: the weights before it, its batch and its gradients. What none of
scikit-learn's own steps has left doesn't come from the training that was called.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import numpy as np

from ..models.describe import moved
from ..models.estimators import halves_in_turn, in_turn, weights_of
from ..models.perceptron_parts import STOCHASTIC, PerceptronParts
from ..models.perceptron_steps import StepsBeside
from ..rows.taken_by_steps import RowsTaken
from ..shared.digests import array_digest, weights_digest
from .by_hand import ByHand
from .data_passed import send_with_data
from .hand_step import MAX_BYTES, HandStep
from .runs import began_with
from .watch import Watch

OWN = "scikit-learn's own loop"
UNSEEN = "it took no step of scikit-learn's own"
EXCHANGED = "parts of scikit-learn's were exchanged"
DRAWS = np.random.RandomState
"""What scikit-learn draws with; a class of the notebook's own may give anything."""
MOST_AT_ONCE = 4
"""A search trains one estimator after the other, some at the same time; the last one counts."""
MOST_DRAWN = 1000
"""Arrays that are remembered: those of the networks that were begun last."""


class Followed:
    """One training of one perceptron, or all of them in a cell by `partial_fit`."""

    def __init__(self, model: Any, given: Mapping[str, Any] | None = None) -> None:
        """No step was seen yet; `given` is what its `fit` was called with."""
        self.model, self.weights, self.step = model, ByHand(), HandStep()
        self.given = given or {}
        self.exchanged = False
        """Whether something moves the weights that is not scikit-learn's."""
        self.step.own = (OWN,)
        self.rows = RowsTaken(self.given.get("X"))
        self.beside = StepsBeside(in_one_call=bool(self.given))
        self._batch: tuple[Any, Any] | None = None
        self._gradients: list[bytes] = []
        """Of the batch that no step was taken with yet."""

    def computed(self, x: Any, y: Any, gradients: list[Any]) -> None:
        """The gradients of a batch were computed; no optimizer is told of them by `lbfgs`."""
        self._batch, self._gradients = (x, y), [one.tobytes() for one in gradients]
        self.rows.step_takes(x)
        if self.model.solver not in STOCHASTIC:
            self.weights.stands_at(in_turn(self.model.coefs_, self.model.intercepts_))
            self._keep(gradients, self.weights.steps - 1)

    def begins(self, variables: list[Any], gradients: list[Any]) -> None:
        """A step follows, which moves these. Gradients that scikit-learn has not computed, or that
        were written over since, are none of its own.
        """
        self.exchanged |= self._gradients != [one.tobytes() for one in gradients]
        if self.weights.variables:
            self.weights.variables = variables
        self.weights.step_begins(variables)
        self._keep(gradients, self.weights.steps)
        self._gradients = []

    def ended(self) -> list[np.ndarray]:
        """No step follows; the weights that the model has now."""
        after = weights_of(self.model)
        self.exchanged |= bool(after) and not self.beside.have_left(self.model)
        if self.weights.variables:
            self.weights.variables = list(after)
            self.weights.loop_ended()
        return after

    def _keep(self, gradients: list[Any], step: int) -> None:
        """Keep this step where it is drawn, as `StepKept` has it."""
        if self._batch is None or not self.step.is_drawn(step):
            return
        x, y = (part.toarray() if hasattr(part, "toarray") else part for part in self._batch)
        held = in_turn(self.model.coefs_, self.model.intercepts_)
        arrays = {
            **{f"w{place:04d}": np.array(one, np.float32) for place, one in enumerate(held)},
            **{f"g{place:04d}": np.array(one, np.float32) for place, one in enumerate(gradients)},
            "x": np.array(x, np.float32),
            "y": np.array(y, np.float32),
        }
        if sum(array.nbytes for array in arrays.values()) <= MAX_BYTES:
            self.step.kept, self.step.arrays = (0, step), arrays
            self.step.by_gradients = True


class Perceptrons:
    """All perceptrons of one kernel."""

    def __init__(self, watch: Watch) -> None:
        """None was trained yet."""
        self._watch = watch
        self._under_way: OrderedDict[int, Followed] = OrderedDict()
        self._of_thread = threading.local()
        self._left: dict[str, int] = {}
        """States that trainings have ended with, with the run's number."""
        self._drawn: OrderedDict[bytes, None] = OrderedDict()
        """Digests of what scikit-learn has drawn."""
        self._moments: dict[str, None] = {}
        """Digests of what steps of its own had left in optimizers when a call had ended."""
        self._parts: PerceptronParts | None = None
        """None as long as scikit-learn's module was not imported."""

    def install(self, module: ModuleType) -> None:
        """Hook the freshly imported `sklearn.neural_network._multilayer_perceptron`."""
        base: Any = module.BaseMultilayerPerceptron
        optimizer: Any = module.AdamOptimizer.__mro__[1]
        base._init_coef = self._hook_draw(base._init_coef)
        base._backprop = self._hook_gradients(base._backprop)
        optimizer.update_params = self._hook_step(optimizer.update_params)
        base._fit_lbfgs = self._hook_minimizing(base._fit_lbfgs)
        base._update_no_improvement_count = self._hook_pass(base._update_no_improvement_count)
        self._parts = PerceptronParts(module)

    def begins(self, followed: Followed) -> None:
        """Steps of this training follow."""
        followed.beside.known = self._moments
        self._under_way[id(followed.model)] = followed
        self._under_way.move_to_end(id(followed.model))
        while len(self._under_way) > MOST_AT_ONCE:
            self._under_way.popitem(last=False)

    def forget(self) -> None:
        """What was under way has been sent."""
        own = [each for each in self._under_way.values() if not each.exchanged]
        self._moments.update((each.beside.left(), None) for each in own)
        self._under_way.clear()

    def under_way(self, model: Any) -> Followed:
        """What is known of the training that the model was just in."""
        followed = self._under_way.get(id(model))
        return followed if followed is not None and followed.model is model else Followed(model)

    def beginning(self, followed: Followed, *, trained_before: bool) -> dict[str, Any]:
        """What `fit_started` says of the weights that it began with."""
        begun = followed.weights.begun_with
        of_run = self._left.get(weights_digest(begun)) if begun else None
        elsewhere = bool(begun) and trained_before and of_run is None
        return {"starts_from": of_run, "starts_elsewhere": elsewhere}

    def left(self, followed: Followed, run: int) -> tuple[list[np.ndarray], float | None]:
        """The weights that the run ended with, and how far training has moved them."""
        after, begun = followed.ended(), followed.weights.begun_with
        if after:
            self._left[weights_digest(after)] = run
        if not begun or len(begun) != len(after):
            return after, None
        return after, moved(begun, after, trainable=[True] * len(after))

    def tell(self, followed: Followed, run: int, *, layered: bool, count: int | None) -> None:
        """Send what explains the weights of a run that has begun and not yet ended; whether it was
        told as a network of `layers` decides, whatever class it is of.
        """
        followed.exchanged |= layered and followed.rows.are_exchanged()
        untried = _why_unexplained(followed) if layered else ""
        self._tell_step(followed, run, count, untried)
        self._tell_beginning(followed, run, count)
        rows = followed.rows.others()
        if rows is not None:
            send_with_data(self._watch, "rows_seen", {"x": rows}, execution_count=count, run=run)
        weights = followed.weights
        if weights.times:
            self._watch.channel.send(
                "weights_set",
                arrays={f"w{place:04d}": array for place, array in enumerate(weights.before)},
                execution_count=count,
                run=run,
                times=weights.times,
                distance=weights.distance,
                path=weights.path,
            )

    def _tell_beginning(self, followed: Followed, run: int, count: int | None) -> None:
        begun = followed.weights.begun_with
        if (
            begun
            and weights_digest(begun) not in self._left
            and (arrays := began_with(begun, None))
        ):
            as_drawn = all(array_digest(array) in self._drawn for array in begun)
            self._watch.channel.send(
                "begun_with", arrays=arrays, execution_count=count, run=run, as_drawn=as_drawn
            )

    def _tell_step(self, followed: Followed, run: int, count: int | None, untried: str) -> None:
        step = followed.step
        if step.kept is None and not untried:
            return
        epoch, number = step.kept or (0, 0)
        self._watch.channel.send(
            "step_kept",
            arrays={} if untried else step.arrays,
            execution_count=count,
            run=run,
            epoch=epoch,
            step=number,
            own=[] if untried else list(step.own),
            by_gradients=not untried,
            untried=untried,
        )

    def _hook_draw(self, stock: Any) -> Any:
        def _init_coef(model: Any, *args: Any, **kwargs: Any) -> Any:
            drawn = stock(model, *args, **kwargs)
            with self._watch.shielded():
                if type(model._random_state) is DRAWS:
                    self._drawn.update(dict.fromkeys(map(array_digest, drawn)))
                while len(self._drawn) > MOST_DRAWN:
                    self._drawn.popitem(last=False)
            return drawn

        return _init_coef

    def _hook_gradients(self, stock: Any) -> Any:
        def _backprop(model: Any, x: Any, y: Any, *args: Any, **kwargs: Any) -> Any:
            followed, own = None, False
            with self._watch.shielded():
                followed = self._followed(model)
                if followed is not None and self._parts is not None:
                    own = followed.beside.batch_begins(model, x, y, args, kwargs)
                    own &= self._parts.computes(model)
            result = stock(model, x, y, *args, **kwargs)
            if followed is not None:
                same = False
                with self._watch.shielded():
                    kernels, biases = result[-2:]
                    followed.computed(x, y, in_turn(kernels, biases))
                    same = followed.beside.batch_ended(kernels, biases)
                followed.exchanged |= not (own and same)
            return result

        return _backprop

    def _hook_step(self, stock: Any) -> Any:
        def update_params(optimizer: Any, params: Any, grads: Any) -> Any:
            followed, own = getattr(self._of_thread, "followed", None), False
            with self._watch.shielded():
                if followed is not None and self._parts is not None:
                    own = self._parts.step(optimizer, params, grads)
                    followed.begins(halves_in_turn(params), halves_in_turn(grads))
                    own = own and followed.beside.begins(optimizer, params, grads)
            result = stock(optimizer, params, grads)
            if followed is not None:
                same = False
                with self._watch.shielded():
                    followed.weights.step_ended()
                    same = own and followed.beside.ended(params)
                followed.exchanged |= not same
            return result

        return update_params

    def _hook_pass(self, stock: Any) -> Any:
        def _update_no_improvement_count(model: Any, *args: Any, **kwargs: Any) -> Any:
            with self._watch.shielded():
                followed = self._followed(model)
                if followed is not None and model.early_stopping:
                    followed.beside.pass_ended(model)
            return stock(model, *args, **kwargs)

        return _update_no_improvement_count

    def _hook_minimizing(self, stock: Any) -> Any:
        def _fit_lbfgs(model: Any, *args: Any, **kwargs: Any) -> Any:
            with self._watch.shielded():
                followed = self._followed(model)
                if followed is not None and self._parts is not None:
                    followed.exchanged |= not self._parts.minimize()
            return stock(model, *args, **kwargs)

        return _fit_lbfgs

    def _followed(self, model: Any) -> Followed | None:
        """The training that the model is in, if it was called."""
        followed = self._under_way.get(id(model)) if self._watch.busy else None
        self._of_thread.followed = followed
        return followed


def _why_unexplained(followed: Followed) -> str:
    """Why the steps of a perceptron say nothing; empty where they do."""
    if followed.step.kept is None:
        return UNSEEN
    return EXCHANGED if followed.exchanged else ""
