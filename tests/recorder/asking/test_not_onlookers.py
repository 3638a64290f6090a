"""Callbacks that may do more than look on keep a training in the kernel."""

import builtins
import functools
import os
import sys
import time
import types

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from keras import callbacks

from grader.recorder.asking.instructions import NotAsked
from grader.recorder.asking.onlookers import look_on, stopped_after
from tests.recorder.asking.callbacks import (
    EPOCHS,
    LOOK_ON,
    Collects,
    Keeps,
    as_text,
    every_other,
    kept,
    looks,
    screen,
)

pytestmark = pytest.mark.usefixtures("host_and_stock")


class Base(callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.look(epoch)

    def look(self, epoch):
        print(epoch)


def own(**parts):
    return lambda model: [type("Own", (Base,), parts)()]


def touches(self, *_):
    self.model.optimizer.learning_rate = 0.5


def touches_all(self, *_):
    return [layer for layer in vars(self).values()]


def touches_by_name(self, *_):
    getattr(self, "mod" + "el").set_weights([])


def touches_another(self, *_):
    (self if EPOCHS < 0 else np).float32 = 3


def adds_to_another(self, *_):
    as_text.calls += 1


def lets_go_on(self, *_):
    self.model.stop_training = False


def stops_by_the_clock(self, *_):
    if time.time() > 1:
        self.model.stop_training = True


def stops_or_more(self, *_):
    (self.model if EPOCHS else self).stop_training = True


def takes_itself(*given):
    given[0].model.summary()


def sets_a_hook(self, *_):
    self.on_epoch_end = print


def imports(*_):
    import keras

    keras.backend.clear_session()


def writes(*_):
    with open("log.txt", "a") as file:
        file.write("on")


def tells_globals(*_):
    globals()["EPOCHS"] = 3


def counts_globally(*_):
    global EPOCHS
    EPOCHS += 1


def raises(epoch, logs):
    if logs["loss"] > 99:
        raise KeyboardInterrupt


def misses(epoch, logs):
    print(f"{epoch}: {logs['acc']:.3f}")


def divides(epoch, logs):
    print(epoch % (EPOCHS // 10))


def changes(epoch, logs):
    logs |= {"loss": 0.0}


class Says:
    def __call__(self, epoch, logs):
        print(epoch)


class Shows(dict):
    def __format__(self, _):
        return "!"


shows, computing = Shows(), np.zeros(3)
with_more = lambda *_: print("on")  # noqa: E731
with_more.append = list.append


def seeing(value):
    return lambda *_: print(value)


def holding_model(model):
    class Holding(Base):
        def look(self, epoch):
            print(epoch, self.other)

    callback = Holding()
    callback.other = model
    return [callback]


END = "on_epoch_end"
MAY_DO_MORE = {
    "set_weights": own(on_epoch_end=lambda self, *_: self.model.set_weights([])),
    "the learning rate": own(on_epoch_end=touches),
    "lets it go on": own(on_epoch_end=lets_go_on),
    "stops by the clock": own(on_epoch_end=stops_by_the_clock),
    "stops what may be another": own(on_epoch_end=stops_or_more),
    "a method of a base class's": own(look=touches),
    "attributes by name": own(look=touches_by_name),
    "all attributes": own(look=touches_all),
    "an attribute of either": own(look=touches_another),
    "an attribute of a function": own(look=adds_to_another),
    "no self": own(look=takes_itself),
    "a hook that is set": own(look=sets_a_hook),
    "a property": own(look=lambda self, _: print(self.rate), rate=property(touches)),
    "getattr": own(__getattr__=touches),
    "setattr": own(__setattr__=lambda self, name, value: object.__setattr__(self, name, value)),
    "set_model": own(set_model=lambda self, model: None),
    "itself to a function within": own(look=lambda self, _: [print(self) for _ in range(2)]),
    "a model within": own(look=lambda self, _: [self.model.summary() for _ in range(2)]),
    "a class method": own(look=classmethod(touches)),
    "batches": own(on_train_batch_end=lambda self, *_: None),
    "batches of old": own(on_batch_begin=lambda self, *_: None),
    "validation": own(on_test_begin=lambda self, *_: None),
    "a model in a closure": lambda model: looks(on_epoch_end=seeing(model))(),
    "weights in a list": lambda model: looks(on_epoch_end=seeing([model.weights]))(),
    "an optimizer as a default": lambda model: looks(
        on_epoch_end=lambda epoch, logs, held=model.optimizer: print(held)
    )(),
    "a model of its own": holding_model,
    "a bound method": lambda model: looks(on_epoch_end=model.summary)(),
    "weights": own(best_weights=None, look=lambda self, _: print(self.best_weights)),
    "values changed": looks(on_epoch_end=lambda epoch, logs: logs.update(loss=0.0)),
    "values changed in place": looks(on_epoch_end=changes),
    "a value more": looks(on_epoch_end=lambda epoch, logs: logs.setdefault("epoch", epoch)),
    "values set": looks(on_epoch_end=lambda epoch, logs: logs.__setitem__("loss", 0)),
    "values taken": looks(on_epoch_end=lambda epoch, logs: logs.pop("loss")),
    "batches by a lambda": looks(on_train_batch_end=lambda batch, logs: None),
    "tests by a lambda": looks(on_test_end=lambda logs: None),
    "partial": looks(on_epoch_end=functools.partial(every_other)),
    "a callable object": looks(on_epoch_end=Says()),
    "an object of one's own": looks(on_epoch_end=lambda *_: print(f"{shows}")),
    "an array": looks(on_epoch_end=lambda *_: [held := computing, held.sum()]),
    "a function with more": looks(on_epoch_end=lambda *_: with_more()),
    "a module": looks(on_epoch_end=lambda *_: np.random.seed(1)),
    "Keras": looks(on_epoch_end=lambda *_: keras.utils.set_random_seed(1)),
    "a module by another name": looks(on_epoch_end=lambda *_: [held := np, held.copy]),
    "exec": looks(on_epoch_end=lambda *_: exec("1")),
    "a class": looks(on_epoch_end=lambda *_: ().__class__.__base__.__subclasses__()),
    "an import": looks(on_epoch_end=imports),
    "a file": looks(on_epoch_end=writes),
    "globals": looks(on_epoch_end=tells_globals),
    "a global name": looks(on_epoch_end=counts_globally),
    "raises": looks(on_epoch_end=raises),
    "a value that there isn't": looks(on_epoch_end=misses),
    "no value yet": looks(on_epoch_begin=lambda epoch, logs: print(logs["loss"])),
    "a division": looks(on_epoch_end=divides),
    "too few arguments": looks(on_epoch_end=lambda epoch: print(epoch)),
    "waits": looks(on_epoch_end=lambda *_: time.sleep(0)),
    "one of Keras' own changed": lambda _: [
        type("Patient", (callbacks.EarlyStopping,), {END: touches})("loss")
    ],
    "one that is called as Keras' own": lambda _: [
        type("History", (Base,), {"look": touches, "__module__": "keras.src.callbacks.history"})()
    ],
}


def looked_at(given):
    for callback in given:
        callback.set_params({"verbose": 0, "epochs": EPOCHS, "steps": 5})
    look_on(given, ["loss", "accuracy"], range(EPOCHS))
    stopped_after(given, {"loss": [0.5] * EPOCHS}, range(EPOCHS))


@pytest.mark.parametrize("name", MAY_DO_MORE)
def test_callbacks_that_may_do_more_are_not_asked_for(name, model):
    """Whatever way they reach the model, the values, or anything that lasts."""
    given = MAY_DO_MORE[name](model)
    for callback in given:
        callback.set_model(model)

    with pytest.raises(NotAsked):
        looked_at(given)


PATCHES = {
    "print": lambda patch: patch.setattr(builtins, "print", lambda *_: np.random.seed(1)),
    "print is exec": lambda patch: patch.setattr(builtins, "print", exec),
    "a function of NumPy's": lambda patch: patch.setattr(np, "round", lambda *_: np.random.seed()),
    "the clock": lambda patch: patch.setattr(time, "time", Says),
    "a module": lambda patch: patch.setitem(globals(), "time", Says()),
    "a module of that name": lambda patch: patch.setitem(globals(), "np", fake_numpy()),
    "the screen": lambda patch: patch.setattr(sys, "stdout", screen()),
    "Keras' base class": lambda patch: patch.setattr(callbacks.Callback, END, lambda *_: None),
    "a batch hook of Keras'": lambda patch: patch.setattr(
        callbacks.Callback, "on_train_batch_end", lambda *_: None
    ),
}


def fake_numpy():
    made = types.ModuleType("numpy")
    made.round = exec
    return made


class Uses(callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        print(np.round(time.time()))


@pytest.mark.parametrize("name", PATCHES)
def test_what_is_patched_is_not_asked_for(name, monkeypatch):
    """A name is no proof of what it stands for."""
    looked_at([Uses()])
    PATCHES[name](monkeypatch)

    with pytest.raises(NotAsked):
        looked_at([Uses()])


def test_trying_a_callback_out_leaves_no_trace(capsys):
    """Nothing is printed, collected, or set, neither in it nor outside; what is shared stays so."""
    both, shared = [Collects(), Keeps(["loss"])], []
    both[0].on_train_begin()
    both[1].kept = both[0].losses = shared
    before = [dict(vars(callback)) for callback in both]

    looked_at([*both, *LOOK_ON["a list"]()])

    assert [vars(callback) for callback in both] == [
        {**held, "params": callback.params} for held, callback in zip(before, both, strict=True)
    ]
    assert shared == kept == []
    assert not capsys.readouterr().out
