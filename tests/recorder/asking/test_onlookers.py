"""Callbacks of the student's own that only look on leave a training to the host; others don't."""

import builtins
import functools
import io
import os
import sys
import time
import types

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from keras import callbacks, layers
from sklearn.datasets import load_digits

from grader.recorder.asking.instructions import NotAsked
from grader.recorder.asking.onlookers import look_on, stopped_after
from tests.recorder.asked import printed, trained

pytestmark = pytest.mark.usefixtures("host_and_stock")


@pytest.fixture(scope="module")
def digits():
    """The arguments of a short training."""
    data = load_digits()
    x, y = (data.data[:200] / 16).astype("float32"), data.target[:200]
    options = {"epochs": EPOCHS, "verbose": 0, "shuffle": False}
    return {"x": x, "y": y, "validation_data": (x[:50], y[:50]), **options}


def dense():
    keras.utils.set_random_seed(1)
    parts = [keras.Input((64,)), layers.Dense(10, activation="softmax")]
    model = keras.Sequential(parts)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def looks(**hooks):
    return lambda model=None: [callbacks.LambdaCallback(**hooks)]


EPOCHS = 4


def every_other(epoch, logs):
    if (epoch + 1) % max(1, EPOCHS // 2) == 0:
        print(f"{epoch + 1:5d}", "  ".join(f"{name} {value:.4f}" for name, value in logs.items()))


def as_text(name, value):
    return f"{name}={value:.3f}"


kept = []


def keeps(epoch, logs):
    kept.append((epoch, *[as_text(name, logs[name]) for name in logs]))


class Collects(callbacks.Callback):
    """What half of all tutorials write."""

    def on_train_begin(self, logs={}):  # noqa: B006
        self.losses, self.best = [], 99.0

    def on_epoch_end(self, epoch, logs={}):  # noqa: B006
        self.losses.append(logs.get("loss"))
        self.best = min(self.best, logs["loss"])
        print(epoch, list(logs), self.losses[-1], self.best)


class Counts(Collects):
    """An own base class, a method of one's own, attributes of classes, and the clock."""

    every = 2
    seen = 0

    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.time()

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        self.seen += 1
        if epoch % self.every == 0:
            self.say(epoch, logs, seconds=time.time() - self.began)

    def say(self, epoch, logs, *, seconds):
        steps = self.params["steps"]
        share = 0 if seconds < 0 else np.round(np.mean([logs["loss"], logs["accuracy"]]), 3)
        print("Epoch %d/%d" % (epoch + 1, self.params["epochs"]), steps, share, self.seen)

    def on_train_end(self, logs=None):
        print("done: {:.3f}".format(logs["accuracy"]), self.seen)


class Keeps(callbacks.Callback):
    def __init__(self, names, shown=True):
        super().__init__()
        self.kept, self.names, self.shown = [], names, shown
        self.form = lambda value: f"{100 * value:.1f} %"

    def on_epoch_end(self, epoch, logs=None):
        row = {name: self.form(logs[name]) for name in self.names if name in logs}
        self.kept += [row]
        if self.shown and not epoch % 2:
            print(row, sorted(logs, key=lambda name: -logs[name])[:1])


class Remembers(callbacks.Callback):
    """As Keras' own History is written, with all the options of print."""

    def on_train_begin(self, logs=None):
        self.kept = {}

    def on_epoch_end(self, epoch, logs=None):
        for name, value in (logs or {}).items():
            self.kept.setdefault(name, []).append(value)
        last = self.kept["loss"][-1]
        better = "+" if len(self.kept["loss"]) < 2 or last < self.kept["loss"][-2] else "-"
        print(better, round(sum(self.kept["loss"]) / (epoch + 1), 3), sep=" ", end="\r", flush=True)


counted = []


def counts(epoch, rate):
    counted.append(epoch)
    return rate if len(counted) < 2 else as_number(rate)


def as_number(rate):
    print("slower")
    return rate / 2


LOOK_ON = {
    "a line now and then": looks(on_epoch_end=every_other),
    "a lambda": looks(on_epoch_end=lambda epoch, logs: print(epoch, logs)),
    "all four": looks(
        on_train_begin=lambda logs: print("begin", logs),
        on_epoch_begin=lambda epoch, logs: print("epoch", epoch, logs),
        on_epoch_end=lambda epoch, logs=None: print("end", sorted(logs.items()), time.time() > 0),
        on_train_end=lambda logs: print("over", logs),
    ),
    "a list": looks(on_epoch_end=keeps),
    "losses": lambda: [Collects()],
    "a class of one's own": lambda: [Counts()],
    "a history": lambda: [Remembers()],
    "rows": lambda: [Keeps(["loss", "val_loss"])],
    "before one of Keras' own": lambda: [Collects(), callbacks.EarlyStopping("loss", min_delta=9)],
    "a schedule that counts": lambda: [callbacks.LearningRateScheduler(counts)],
}


@pytest.mark.parametrize("name", LOOK_ON)
def test_callbacks_that_only_look_on_see_what_they_would_have_seen(name, host, stock_fit, digits):
    """The same hooks, figures, names and order; they print and collect once, not twice."""
    there, here = dense(), dense()
    given = [{**digits, "callbacks": LOOK_ON[name]()} for _ in range(2)]

    def fit(how, model, options):
        kept.clear()
        counted.clear()
        history, shown = printed(lambda: how(model, **options))
        return history, shown, [*kept], [*counted], _collected(options["callbacks"][0])

    stock = fit(stock_fit, there, given[0])
    host.answer = trained(there, stock[0])
    asked = fit(type(here).fit, here, given[1])

    assert len(host.asked) == 1
    assert asked[1:] == stock[1:]
    assert asked[0].history == stock[0].history
    for one, other in zip(here.get_weights(), there.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert not host.reported("recorder_fault")


class Reaches(callbacks.Callback):
    """As courses teach it: enough is enough."""

    def __init__(self, name, value):
        super().__init__()
        self.name, self.value = name, value

    def on_epoch_end(self, epoch, logs={}):  # noqa: B006
        if logs.get(self.name) < self.value:
            print(f"\nReached {self.value} after epoch {epoch + 1}, so cancelling training!")
            self.model.stop_training = True


class Patient(callbacks.Callback):
    """Early stopping that somebody has written themselves."""

    def on_train_begin(self, logs=None):
        self.best, self.waited = float("inf"), 0

    def on_epoch_end(self, epoch, logs=None):
        better = logs["val_loss"] < self.best - 0.2
        self.best = min(self.best, logs["val_loss"])
        self.waited = 0 if better else self.waited + 1
        if self.waited >= 2:
            self.model.stop_training = True


STOP = {
    "where a figure is reached": lambda: [Reaches("loss", 2.3)],
    "after the first": lambda: [Reaches("loss", 99.0)],
    "never": lambda: [Reaches("loss", 0.0)],
    "one's own patience": lambda: [Patient()],
    "one of two": lambda: [Collects(), Reaches("val_loss", 2.28)],
}


@pytest.mark.parametrize("name", STOP)
def test_callbacks_that_end_a_training_end_it_where_they_would_have(name, host, stock_fit, digits):
    """They see the figures first, on copies; the host is asked for as many epochs as they leave."""
    there, here, whole = dense(), dense(), dense()
    options = {**digits, "epochs": 6}
    everything = trained(whole, stock_fit(whole, **options))
    history, shown = printed(lambda: stock_fit(there, **options, callbacks=STOP[name]()))
    end = trained(there, history)
    host.answer = lambda fields: everything if fields.get("figures_only") else end

    given = STOP[name]()
    asked, screen = printed(lambda: here.fit(**options, callbacks=given))

    ended = len(history.epoch)
    assert [fields.get("stops_after") for fields in host.asked] == [
        None,
        ended if ended < 6 else None,
    ]
    assert host.asked[1]["run"] == host.asked[0]["run"]
    assert (asked.history, asked.epoch, screen) == (history.history, history.epoch, shown)
    assert here.stop_training is there.stop_training
    for one, other in zip(here.get_weights(), there.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert not host.reported("recorder_fault")


def test_where_the_host_has_no_figures_the_kernel_trains(host, digits):
    """Nothing is asked a second time, and nothing is printed twice."""
    model = dense()

    _, screen = printed(lambda: model.fit(**digits, callbacks=[Reaches("loss", 99.0)]))

    assert len(host.asked) == 1
    assert len(host.reported("epoch_finished")) == 1
    assert sum("Reached" in line for line in screen) == 1


def _collected(callback):
    names = ("losses", "best", "seen", "kept")
    return {name: vars(callback)[name] for name in names if name in vars(callback)}


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
    "figures changed": looks(on_epoch_end=lambda epoch, logs: logs.update(loss=0.0)),
    "figures changed in place": looks(on_epoch_end=changes),
    "a figure more": looks(on_epoch_end=lambda epoch, logs: logs.setdefault("epoch", epoch)),
    "figures set": looks(on_epoch_end=lambda epoch, logs: logs.__setitem__("loss", 0)),
    "figures taken": looks(on_epoch_end=lambda epoch, logs: logs.pop("loss")),
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
    "a figure that there isn't": looks(on_epoch_end=misses),
    "no figure yet": looks(on_epoch_begin=lambda epoch, logs: print(logs["loss"])),
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


@pytest.fixture(scope="module")
def model():
    return dense()


@pytest.mark.parametrize("name", MAY_DO_MORE)
def test_callbacks_that_may_do_more_are_not_asked_for(name, model):
    """Whatever way they reach the model, the figures, or anything that lasts."""
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


def screen():
    return type("Screen", (io.StringIO,), {"__module__": "__main__"})()


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
