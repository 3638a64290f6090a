"""Watches one call of `fit`: its rows, epochs, a step of it, and weights that are set meanwhile.

The recorder's callbacks stand before and behind the student's: the first sees what the steps left,
the last what all callbacks have left.
"""

from __future__ import annotations

import contextlib
import inspect
import math
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from ..asking.ask import Asking
from ..asking.callbacks import own_callbacks
from ..asking.handed_out import HandedOut
from ..asking.settings import epochs_of
from ..events.around import acts_between_batches, around, each_of
from ..events.data_passed import marks_of, send_with_data, validated_with
from ..events.runs import Run, tell_step
from ..events.summary import as_array
from ..events.watch import Watch
from ..events.weights_put_in import WeightsFollower, tell_weights_set
from ..rows.meanwhile import WatchedInput
from ..rows.pieces import Pieces
from ..rows.pipelines import LONGEST_S, LONGEST_TOGETHER_S, rows_of
from ..shared.replay import replaying


class WatchedFit:
    """One call of `fit` under way."""

    def __init__(
        self, model: Any, call: inspect.BoundArguments, watch: Watch, keras: ModuleType
    ) -> None:
        """Take the student's call and put the recorder's callbacks before and behind its own."""
        with watch.shielded():
            watch.fit_follows(model)
        self.run = Run(model, watch)
        self._given = dict(call.arguments)
        self._model, self._watch = model, watch
        self.sampled = _sampled(model, watch)
        self.outside = WeightsFollower(model, self.run.number, watch.states_left, self.sampled)
        self.meanwhile = WatchedInput(self._given.get("x"), watch)
        self.by_host: HandedOut | None = None
        """Where the host has done the training, what it came to."""
        if "x" in call.arguments:
            call.arguments["x"] = self.meanwhile.given
        given = call.arguments.get("callbacks")
        self._taken = marks_of(self._given) if own_callbacks(each_of(given)) else None
        """Of the data as Keras takes them; None where nobody could change them before a step."""
        self._between = acts_between_batches(given) or _acts_after_steps(model, watch)
        first, last = (make(self, keras, between_batches=self._between) for make in (_first, _last))
        call.arguments["callbacks"] = around(given, first, last, model)

    def announce(self, *, trained_already: bool = False) -> None:
        """Send `fit_started`, once the model is built."""
        from ..events.switches import switches

        given = self._given
        val_x, val_y = validated_with(given.get("validation_data"))
        self.run.announce(
            {"x": given.get("x"), "y": given.get("y"), "val_x": val_x, "val_y": val_y},
            trained_already=trained_already,
            after_first_step=not self._between if trained_already else None,
            switches=switches(self._model, given),
            epochs=epochs_of(given).stop,
            initial_epoch=epochs_of(given).start,
            batch_size=_batch_size(given),
            steps_per_epoch=_whole(given.get("steps_per_epoch")),
            validation_split=float(given.get("validation_split") or 0.0)
            if given.get("validation_data") is None
            else 0.0,  # Keras heeds no split beside others to validate with
        )

    def begins(self, *, built: bool) -> None:
        """The training begins; nobody can describe a model that is not built yet."""
        asking = self._asking() if not self._watch.stock else None
        if built or asking is not None:
            self.announce()
            self.outside.training_begins()
        if asking is not None and (replay := asking.ask(self.run.number)) is not None:
            last = epochs_of(self._given).stop
            self.by_host = HandedOut(asking, replay, epochs=last)
            for weights in asking.known_states():
                self._watch.states.note(self.run.number, weights)
            self.outside.host_trains((*asking.known_states(), asking.weights))
        else:
            self.meanwhile.steps_follow()

    def _asking(self) -> Asking | None:
        """What can be asked of the host; builds the model where that is all that is missing."""
        from ..shared import fused

        asking = Asking(self._model, self._given, self._watch)
        if self._taken is not None and self._taken != marks_of(self._given):
            return None  # a callback has written over what Keras had taken before
        return asking if fused.takes_over() and asking.can_be_asked() else None

    def epoch_begins(self, steps: int | None, *, built: bool) -> None:
        """An epoch of so many steps begins."""
        if self.by_host is not None:
            self.by_host.epoch_begins()
            return
        if self.sampled is not None:
            self.sampled.epoch_begins(steps)
        if built:
            self.outside.steps_begin()

    def epoch_ends(self, epoch: int, logs: dict[str, Any]) -> None:
        """An epoch is done, and the student's callbacks have had their turn."""
        if self.by_host is None:
            self.announce(trained_already=True)
            self.run.epoch(epoch, logs)
            self.meanwhile.epoch_ended()
        elif not self.by_host.epoch_ended(epoch, self.run.note(logs), self._model):
            self._give_back()

    def steps_ended(self, logs: dict[str, Any]) -> None:
        """The steps of an epoch are done, and its validation; callbacks follow."""
        self.outside.steps_ended()
        if self.by_host is not None:
            self.by_host.callbacks_follow(self._model, logs)
        elif self.sampled is not None:
            self.sampled.optimizer.steps_ended()

    def training_ends(self) -> None:
        """All callbacks have heard that the training is over."""
        if self.by_host is not None and not self.by_host.training_ended(self._model):
            self._give_back()

    def _give_back(self) -> None:
        """Callbacks have changed the model: from there on it is the kernel's training."""
        given, self.by_host = self.by_host, None
        if given is not None:
            given.give_back(self.run, self.outside)

    def finish(self) -> None:
        """Send `fit_finished`, also where training broke before its first step; before it, what a
        pipeline held.
        """
        replaying.set(None)
        seen = self.meanwhile.rows()
        if self.by_host is not None:
            self.by_host.broke_off(self.run)
        if not self.run.announced and self._model.built:
            self.announce()
        if self.run.announced:
            with self._watch.shielded():
                self._tell_rows(seen)
            with self._watch.shielded():
                self._tell_what_explains()
        self.run.finish()

    @contextlib.contextmanager
    def followed(self) -> Iterator[None]:
        """Keep a step of what is trained meanwhile."""
        if self.sampled is None:
            yield
            return
        from ..shared.sampling.under_way import following

        with following(self.sampled):
            yield

    def _tell_what_explains(self) -> None:
        """Send the step that was kept, and what the weights were before others were set."""
        sampled, outside, count = self.sampled, self.outside, self._watch.count()
        if sampled is not None and self.by_host is None and self.run.epochs_run:
            sampled.training_ended()
            tell_step(self.run, sampled, count=count)
        if not self.run.error:
            outside.training_ended()
        self._watch.states.holds(self.run.number, outside.from_afar)
        if outside.times or outside.known_run not in (None, self.run.number):
            tell_weights_set(self.run, outside, outside.before, count=count)

    def _tell_rows(self, seen: Pieces | None) -> None:
        watch = self._watch
        if seen is not None:
            send_with_data(watch, "rows_seen", {"x": seen}, run=self.run.number)
            return
        per_epoch = _whole(self._given.get("steps_per_epoch"))
        began, left = time.monotonic(), LONGEST_TOGETHER_S - watch.pipelines_s
        steps = per_epoch and per_epoch * max(1, self.run.epochs_run)
        given, most = self._given.get("x"), min(LONGEST_S, left)
        rows = rows_of(given, steps=steps, seconds=most) if left > 0 else None
        watch.pipelines_s += time.monotonic() - began
        if rows is not None and len(rows):
            send_with_data(watch, "rows_seen", {"x": rows}, run=self.run.number)


def _acts_after_steps(model: Any, watch: Watch) -> bool:
    from ..events.switches import acts_after_steps

    with watch.shielded():
        return not watch.stock and acts_after_steps(model)
    return False


def _sampled(model: Any, watch: Watch) -> Any:
    """What keeps a step of the training; None where trainings are left as Keras does them."""
    if watch.stock:
        return None
    from ..shared.sampled import SampledStep

    with watch.shielded():
        return SampledStep(model, watch.shielded)
    return None


def _first(seen: WatchedFit, keras: ModuleType, *, between_batches: bool) -> Any:
    """The callback before the student's."""
    shielded, outside = seen.run.watch.shielded, seen.outside

    class FirstCallback(keras.callbacks.Callback):  # type: ignore[name-defined]
        def on_test_begin(self, logs: Any = None) -> None:
            del logs
            with shielded():
                outside.steps_ended()

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            del epoch
            with shielded():
                seen.steps_ended(logs or {})

    class FirstBetween(FirstCallback):
        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            del logs
            with shielded():
                told = (self.params or {}).get("steps")
                outside.batch_ended(last=batch + 1 >= (told or math.inf))

    return FirstBetween() if between_batches else FirstCallback()


def _last(seen: WatchedFit, keras: ModuleType, *, between_batches: bool) -> Any:
    """The callback behind the student's.

    A model that is built is announced before its first step, another one after it: before, there is
    nothing to describe.
    """
    shielded, built = seen.run.watch.shielded, _is_built(seen.run.model)

    class LastCallback(keras.callbacks.Callback):  # type: ignore[name-defined]
        def on_train_begin(self, logs: Any = None) -> None:
            del logs
            with shielded():
                seen.begins(built=built)

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            del epoch, logs
            with shielded():
                seen.epoch_begins((self.params or {}).get("steps"), built=built)

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            with shielded():
                seen.epoch_ends(epoch, logs or {})

        def on_train_end(self, logs: Any = None) -> None:
            del logs
            with shielded():
                seen.training_ends()

    class LastBetween(LastCallback):
        def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
            del batch, logs
            with shielded():
                seen.outside.batch_begins()

    class PatientLast(LastCallback):
        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            del batch, logs
            if not seen.run.announced:
                with shielded():
                    seen.announce(trained_already=True)

    if not built:
        return PatientLast()
    return LastBetween() if between_batches else LastCallback()


def _is_built(model: Any) -> bool:
    return bool(model.built) and all(layer.built for layer in model._flatten_layers())


def _batch_size(given: dict[str, Any]) -> int | None:
    """The batch size in force: Keras takes 32 for arrays where none is given."""
    named = _whole(given.get("batch_size"))
    return 32 if named is None and as_array(given.get("x")) is not None else named


def _whole(value: Any) -> int | None:
    try:
        return None if value is None else int(value)
    except (TypeError, ValueError, OverflowError):  # Keras will say so
        return None
