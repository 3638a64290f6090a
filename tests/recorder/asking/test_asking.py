"""A `fit` whose result the host knows behaves as stock Keras does."""

import inspect
import os
from contextlib import nullcontext
from dataclasses import replace

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from keras import callbacks, layers
from sklearn.datasets import load_digits

from grader.model.training import TrainedModel
from tests.recorder.asked import printed, trained

ROWS = 300

pytestmark = pytest.mark.usefixtures("host_and_stock")


@pytest.fixture(scope="module")
def digits():
    data = load_digits()
    return (data.data[:ROWS] / 16).astype("float32"), data.target[:ROWS]


def dense(metrics=("accuracy",), optimizer="adam", inputs=True, loss="sparse"):
    first = [keras.Input((64,))] if inputs else []
    model = keras.Sequential(
        [*first, layers.Dense(16, activation="relu"), layers.Dense(10, activation="softmax")]
    )
    losses = {"sparse": "sparse_categorical_crossentropy"}
    model.compile(optimizer, losses.get(loss, loss), metrics=list(metrics))
    return model


def halves(epoch, rate):
    return rate * 0.5 if epoch else rate


def steps(epoch):
    return 0.01 if epoch < 2 else 0.001


X, Y = "x", "y"
VALIDATION = {"validation_data": (X, Y)}
FITS = {
    "nothing": {},
    "epochs": {"epochs": 4},
    "batch size": {"batch_size": 7},
    "silent": {"verbose": 0},
    "a line an epoch": {"verbose": 2},
    "a bar": {"verbose": 1},
    "auto": {"verbose": "auto"},
    "validation": VALIDATION,
    "validation split": {"validation_split": 0.25},
    "validation batch size": {**VALIDATION, "validation_batch_size": 100},
    "every second validation": {**VALIDATION, "validation_freq": 2, "epochs": 4},
    "validation in lines": {**VALIDATION, "verbose": 2},
    "later epochs": {"initial_epoch": 2, "epochs": 5},
    "class weights": {"class_weight": {label: 1.0 + label for label in range(10)}},
    "examples weighed by their class": {
        **VALIDATION,
        "sample_weight": lambda labels: np.where(labels == 8, 3.0, 0.5),
    },
    "examples weighed one by one": {
        **VALIDATION,
        "sample_weight": lambda labels: np.linspace(0.1, 2.0, len(labels), dtype="float32"),
    },
    "later epochs, one stopped early": {
        "initial_epoch": 3,
        "epochs": 12,
        "callbacks": lambda _: callbacks.EarlyStopping(
            "loss", min_delta=9, patience=1, start_from_epoch=5, verbose=1
        ),
    },
    "later epochs by a schedule": {
        "initial_epoch": 1,
        "epochs": 4,
        "callbacks": lambda _: [callbacks.LearningRateScheduler(steps, verbose=1)],
    },
    "no metrics": {"build": {"metrics": ()}},
    "an own name": {"build": {"metrics": (keras.metrics.SparseCategoricalAccuracy("hits"),)}},
    "acc": {"build": {"metrics": ("acc",)}, **VALIDATION},
    "SGD": {"build": {"optimizer": "sgd"}},
    "RMSprop": {"build": {"optimizer": "rmsprop"}},
    "one-hot": {"one_hot": True, "build": {"loss": "mse"}},
    "one-hot crossentropy": {"one_hot": True, "build": {"loss": "categorical_crossentropy"}},
    "without an input": {"build": {"inputs": False}, **VALIDATION},
    "float64": {"dtype": "float64"},
    "stopped early": {
        "epochs": 8,
        "callbacks": lambda _: callbacks.EarlyStopping("loss", min_delta=0.5, patience=1),
    },
    "stopped early with words": {
        "epochs": 8,
        "callbacks": lambda _: [
            callbacks.EarlyStopping("loss", min_delta=9, patience=2, verbose=1)
        ],
    },
    "restored": {
        **VALIDATION,
        "epochs": 6,
        "build": {"optimizer": keras.optimizers.SGD(3.0)},
        "callbacks": lambda _: [
            callbacks.EarlyStopping(patience=2, restore_best_weights=True, verbose=1)
        ],
    },
    "restored though not stopped": {
        "epochs": 3,
        "build": {"optimizer": keras.optimizers.SGD(3.0)},
        "callbacks": lambda _: [
            callbacks.EarlyStopping("loss", patience=9, restore_best_weights=True)
        ],
    },
    "stopped by accuracy": {
        **VALIDATION,
        "epochs": 8,
        "callbacks": lambda _: [callbacks.EarlyStopping("val_accuracy", min_delta=0.9)],
    },
    "plateaus": {
        "epochs": 6,
        "verbose": 2,
        "callbacks": lambda _: [
            callbacks.ReduceLROnPlateau("loss", min_delta=0.3, patience=1, verbose=1)
        ],
    },
    "plateaus in lines": {
        "epochs": 4,
        "verbose": 2,
        "callbacks": lambda _: [callbacks.ReduceLROnPlateau("loss", min_delta=9, patience=1)],
    },
    "a schedule of rates": {
        "epochs": 4,
        "callbacks": lambda _: [callbacks.LearningRateScheduler(halves, verbose=1)],
    },
    "an old schedule": {
        "epochs": 4,
        "callbacks": lambda _: [callbacks.LearningRateScheduler(steps)],
    },
    "a schedule of the optimizer": {
        "build": {
            "optimizer": keras.optimizers.Adam(
                keras.optimizers.schedules.ExponentialDecay(0.01, 10, 0.9)
            )
        },
    },
    "a log file": {"epochs": 3, "callbacks": lambda at: [callbacks.CSVLogger(str(at / "log.csv"))]},
    "a log file behind validation": {
        **VALIDATION,
        "callbacks": lambda at: [callbacks.CSVLogger(str(at / "log.csv"), separator=";")],
    },
    "a history of one's own": {"callbacks": lambda _: [callbacks.History()]},
    "two callbacks": {
        "epochs": 8,
        "callbacks": lambda _: [
            callbacks.ReduceLROnPlateau("loss", min_delta=9, patience=2),
            callbacks.EarlyStopping("loss", min_delta=0.2, patience=1),
        ],
    },
    "a guard against NaN": {"callbacks": lambda _: [callbacks.TerminateOnNaN()]},
    "a loss that is no number": {
        "epochs": 4,
        "verbose": 2,
        "build": {"optimizer": keras.optimizers.SGD(1e30), "loss": "mse"},
        "one_hot": True,
    },
    "an error metric": {
        "one_hot": True,
        "build": {"loss": "mse", "metrics": ("accuracy", "mae")},
        **VALIDATION,
    },
}


def built(case):
    keras.utils.set_random_seed(1)
    chosen = dict(case.get("build", {}))
    if isinstance(chosen.get("optimizer"), keras.optimizers.Optimizer):
        optimizer = chosen["optimizer"]
        chosen["optimizer"] = type(optimizer).from_config(optimizer.get_config())
    metrics = [
        metric if isinstance(metric, str) else type(metric).from_config(metric.get_config())
        for metric in chosen.pop("metrics", ("accuracy",))
    ]
    return dense(metrics=metrics, **chosen)


def arguments(case, digits, folder):
    x, y = digits
    x = x.astype(case.get("dtype", "float32"))
    y = keras.utils.to_categorical(y, 10) if case.get("one_hot") else y
    options = {
        name: value
        for name, value in case.items()
        if name not in ("build", "one_hot", "dtype", "callbacks")
    }
    if "sample_weight" in options:
        options["sample_weight"] = options["sample_weight"](digits[1])
    if "validation_data" in options:
        options["validation_data"] = (x[:50], y[:50])
    if "callbacks" in case:
        folder.mkdir()
        options["callbacks"] = case["callbacks"](folder)
    return {"x": x, "y": y, "shuffle": False, "epochs": 2, **options}


QUICK = frozenset(
    {"a bar", "a line an epoch", "validation", "every second validation", "later epochs", "acc"}
    | {"examples weighed by their class", "later epochs, one stopped early"}
    | {"one-hot", "without an input", "restored", "plateaus", "a schedule of rates", "a log file"}
)
"""The others go the same ways; they are run with the slow tests."""


@pytest.mark.parametrize(
    "name",
    [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in FITS],
)
def test_it_is_as_if_it_had_been_trained_here(name, host, stock_fit, digits, tmp_path):
    """Printed output, `History`, files, weights, optimizer: as stock Keras leaves them."""
    case = FITS[name]
    there, here = built(case), built(case)
    stock = arguments(case, digits, tmp_path / "stock")
    history, shown = printed(lambda: stock_fit(there, **stock))
    host.answer = trained(there, history)
    given = arguments(case, digits, tmp_path / "asked")

    asked, screen = printed(lambda: here.fit(**given))

    assert len(host.asked) == 1
    assert host.asked[0]["start"] == "fresh"
    assert screen == shown
    assert list(asked.history) == list(history.history)
    assert asked.epoch == history.epoch
    for metric, values in history.history.items():
        np.testing.assert_allclose(asked.history[metric], values)
    for one, other in zip(here.get_weights(), there.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(here.optimizer.variables, there.optimizer.variables, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.numpy())
    assert here.stop_training == there.stop_training
    assert sorted(held.name for held in tmp_path.glob("asked/*")) == sorted(
        held.name for held in tmp_path.glob("stock/*")
    )
    for path in tmp_path.glob("stock/*"):
        assert (tmp_path / "asked" / path.name).read_text() == path.read_text()
    assert not host.reported("recorder_fault")


class KeptStates(callbacks.Callback):
    """Keeps what the host would keep: weights and optimizer after every epoch."""

    def __init__(self):
        super().__init__()
        self.states, self.optimizer_states = {}, {}

    def on_epoch_end(self, epoch, logs=None):
        self.states[epoch + 1] = tuple(self.model.get_weights())
        self.optimizer_states[epoch + 1] = tuple(
            np.array(held.numpy()) for held in self.model.optimizer.variables
        )


CHECKPOINTS = {
    "best weights": lambda folder: callbacks.ModelCheckpoint(
        folder / "best.weights.h5",
        save_best_only=True,
        save_weights_only=True,
        verbose=1,
    ),
    "every model": lambda folder: callbacks.ModelCheckpoint(
        folder / "{epoch:02d}-{val_loss:.2f}.keras"
    ),
}


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_checkpoints_are_those_of_stock_keras(name, host, stock_fit, digits, tmp_path):
    """The same files, each with the model as it was after its epoch, and the same words; of a
    training whose best epoch is not its last.
    """
    case = {
        **VALIDATION,
        "epochs": 4,
        "verbose": 2,
        "build": {"optimizer": keras.optimizers.Adam(0.3)},
        "callbacks": lambda folder: [CHECKPOINTS[name](folder)],
    }
    there, here, seen = built(case), built(case), KeptStates()
    stock = arguments(case, digits, tmp_path / "stock")
    stock["callbacks"].append(seen)
    history, shown = printed(lambda: stock_fit(there, **stock))
    answer = trained(there, history)
    host.answer = replace(answer, states=seen.states, optimizer_states=seen.optimizer_states)

    _, screen = printed(lambda: here.fit(**arguments(case, digits, tmp_path / "asked")))

    files = sorted(held.name for held in tmp_path.glob("stock/*"))
    assert host.asked[0]["settings"]["every_epoch"]
    assert files
    assert sorted(held.name for held in tmp_path.glob("asked/*")) == files
    assert [line.replace("/asked/", "/stock/") for line in screen] == shown
    for file in files:
        ours, theirs = (kept(tmp_path / which / file, built(case)) for which in ("asked", "stock"))
        for one, other in zip(ours, theirs, strict=True):
            np.testing.assert_array_equal(one, other)
    assert not host.reported("recorder_fault")


def kept(path, model):
    """The weights in a file, and the optimizer's variables where it has some."""
    if path.suffix == ".h5":
        model.load_weights(path)
        return model.get_weights()
    loaded = keras.models.load_model(path)
    return [*loaded.get_weights(), *(held.numpy() for held in loaded.optimizer.variables)]


def test_states_that_are_missing_are_trained_in_the_kernel(host, digits, tmp_path):
    """A host that hands out the end alone can't serve who looks in between."""
    model = dense()
    host.answer = stands_for(model)
    before = model.get_weights()

    looking = callbacks.ModelCheckpoint(tmp_path / "a.weights.h5", save_weights_only=True)
    fitted(model, digits, callbacks=[looking])

    assert len(host.asked) == 1
    assert np.abs(model.get_weights()[0] - before[0]).max() < 0.5


@pytest.mark.parametrize("one_hot", [False, True])
def test_examples_that_count_as_their_class_does_are_weights_of_classes(host, digits, one_hot):
    """Half of those who make up for unequal classes write them so: the job is the same."""
    x, y = digits
    targets = keras.utils.to_categorical(y, 10) if one_hot else y
    model = dense(loss="categorical_crossentropy" if one_hot else "sparse")

    model.fit(x, targets, sample_weight=np.where(y == 3, 2.0, 1.0).astype("float32"), verbose=0)

    asked = host.asked[0]["settings"]["class_weight"]
    assert asked == {str(label): 2.0 if label == 3 else 1.0 for label in range(10)}


def test_weights_of_single_examples_come_along(host, digits):
    """The host is told that there are some; what isn't a number each is left to the kernel."""
    x, y = digits
    weights = np.linspace(0.0, 2.0, len(x))

    dense().fit(x, y, sample_weight=weights, verbose=0)
    dense().fit(x, y, sample_weight=np.where(weights > 1, np.nan, 1.0), verbose=0)

    (asked,) = host.asked
    assert asked["settings"]["weighs_examples"]
    assert asked["settings"]["class_weight"] is None
    np.testing.assert_array_equal(asked["arrays"]["sample_weight"], weights.astype("float32"))


def test_the_host_counts_epochs_from_the_first_that_is_trained(host, digits):
    """Epoch 5 of one that begins with 3 is the third; rates are those of the epochs trained."""
    patient = callbacks.EarlyStopping("loss", start_from_epoch=5)
    fitted(dense(), digits, initial_epoch=3, epochs=9, callbacks=[patient])
    scheduled = callbacks.LearningRateScheduler(steps)
    fitted(dense(), digits, initial_epoch=1, epochs=4, callbacks=[scheduled])

    stopping, schedule = (asked["settings"] for asked in host.asked)

    assert stopping["callbacks"][0]["config"]["start_from_epoch"] == 2
    assert schedule["rates"] == [0.01, 0.001, 0.001]
    assert patient.start_from_epoch == 5


def fitted(model, digits, **options):
    x, y = digits
    return model.fit(x, y, **{"epochs": 1, "verbose": 0, **options})


def stands_for(model):
    """A host's answer for one epoch of `model`: other weights, a value for each metric."""

    def answer(fields):
        names = ["loss", *(metric["name"] for metric in fields["settings"]["metrics"])]
        return TrainedModel(
            digest="d",
            history=dict.fromkeys(names, (0.5,)),
            epochs_run=1,
            weights=tuple(weights + 1 for weights in model.get_weights()),
            optimizer_variables=tuple(
                np.array(held.numpy()) + (place == 0)
                for place, held in enumerate(model.optimizer.variables)
            ),
        )

    return answer


def test_a_training_that_goes_on_says_so(host, digits):
    """With the same optimizer, with a new one, and from weights that somebody has changed since."""
    model = dense()
    host.answer = stands_for(model)

    fitted(model, digits)
    fitted(model, digits)
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted(model, digits)
    model.set_weights([weights * 0.5 for weights in model.get_weights()])
    fitted(model, digits)

    reported = [
        (asked["start"], asked.get("after"), asked.get("optimizer")) for asked in host.asked
    ]
    first = host.asked[0]["run"]
    assert reported == [
        ("fresh", None, None),
        ("after", first, "continues"),
        ("after", first + 1, "new"),
    ]


def test_a_model_that_was_saved_goes_on_where_it_was(host, digits, tmp_path):
    """Loaded with its optimizer, which has counted its steps; without it, it has a new one."""
    model = dense()
    host.answer = stands_for(model)

    fitted(model, digits)
    for name, kept in (("whole.keras", True), ("bare.keras", False)):
        model.save(tmp_path / name, include_optimizer=kept)
        loaded = keras.models.load_model(tmp_path / name)
        if not kept:
            loaded.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        fitted(loaded, digits)

    first = host.asked[0]["run"]
    assert [
        (asked["start"], asked.get("after"), asked.get("optimizer")) for asked in host.asked
    ] == [("fresh", None, None), ("after", first, "continues"), ("after", first, "new")]


def test_validation_data_may_be_a_list(host, digits):
    """Keras takes both."""
    model, (x, y) = dense(), digits
    host.answer = None

    model.fit(x, y, validation_data=[x[:50], y[:50]], epochs=1, verbose=0)
    model.fit(x, y, validation_data=[x[:50], y[:50], np.ones(50)], epochs=1, verbose=0)

    assert len(host.asked) == 1


def test_weights_are_fresh_until_somebody_sets_them(host, digits):
    """Set, loaded from a copy, trained by hand, by another model that shares layers: not fresh;
    put back: fresh again.
    """
    host.answer = None

    def asks(change):
        host.asked.clear()
        model = dense()
        change(model)
        fitted(model, digits)
        return [asked["start"] for asked in host.asked]

    def trained_by_hand(model):
        model.train_on_batch(digits[0][:8], digits[1][:8])

    def trained_inside_another(model):
        other = keras.Sequential([keras.Input((64,)), model])
        other.compile("sgd", "sparse_categorical_crossentropy")
        other.fit(*digits, verbose=0, epochs=1)
        host.asked.clear()

    def put_back(model):
        before = model.get_weights()
        trained_by_hand(model)
        model.set_weights(before)
        model.compile("adam", "sparse_categorical_crossentropy")

    assert asks(lambda _: None) == ["fresh"]
    assert asks(lambda model: model.set_weights(dense().get_weights())) == []
    assert asks(trained_by_hand) == []
    assert asks(trained_inside_another) == []
    assert asks(put_back) == ["fresh"]


def test_the_same_seed_is_the_same_start(host, digits):
    """Whatever was trained in between; without a seed every start is another one."""

    def start(*, seed):
        host.asked.clear()
        if seed is not None:
            keras.utils.set_random_seed(seed)
        model = dense()
        host.answer = stands_for(model)
        fitted(model, digits)
        return host.asked[0]["start_digest"]

    first, other, again = start(seed=1), start(seed=2), start(seed=1)

    assert first == again != other
    assert start(seed=None) != start(seed=None)


def test_training_again_from_the_same_weights_is_another_draw(host, digits):
    """The order of the examples is drawn anew, as it would have been here."""
    model = dense()
    before = model.get_weights()
    host.answer = stands_for(model)

    for _ in range(2):
        fitted(model, digits)
        model.set_weights(before)
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

    assert len({asked["start_digest"] for asked in host.asked}) == 2


def touches(self, *_):
    self.model.optimizer.learning_rate = 0.5


NOT_PLAIN = (
    {"callbacks": [type("Own", (callbacks.Callback,), {"on_epoch_end": touches})()]},
    {"callbacks": [callbacks.ModelCheckpoint("between.keras", save_freq=3)]},
    {
        "callbacks": [
            callbacks.EarlyStopping("loss"),
            callbacks.LambdaCallback(on_epoch_end=lambda _, logs: logs.clear()),
        ]
    },
    {"callbacks": [callbacks.LearningRateScheduler(lambda *_: keras.config.floatx() and 0.1)]},
    {"callbacks": [callbacks.EarlyStopping("val_loss")]},
    {"sample_weight": np.linspace(0, 1, ROWS), "validation_split": 0.5},
    {"sample_weight": np.ones(ROWS), "validation_split": 0.5},
    {"sample_weight": np.ones((ROWS, 1))},
    {"steps_per_epoch": 3},
    {"validation_data": (np.zeros((64, 64)), np.zeros(64)), "validation_steps": 1},
    {"class_weight": {0: "much"}},
)


@pytest.mark.parametrize("options", NOT_PLAIN, ids=lambda options: next(iter(options)))
def test_what_is_not_plain_is_not_asked_for(options, host, digits, tmp_path, monkeypatch):
    """It trains here, as ever."""
    monkeypatch.chdir(tmp_path)
    host.answer = stands_for(dense())
    model = dense()

    with (
        pytest.warns()
        if "val_loss" in str(vars(options.get("callbacks", [keras.callbacks.History()])[0]))
        else (pytest.raises(Exception) if options.get("class_weight") else nullcontext())
    ):
        fitted(model, digits, **options)

    assert host.asked == []


ELSEWHERE = {"LambdaCallback", "ModelCheckpoint", "ProgbarLogger"}
"""The student's own code, checkpoints, and what every `fit` has."""
LEFT = {"BackupAndRestore", "OrbaxCheckpoint", "RemoteMonitor", "SwapEMAWeights", "TensorBoard"}
"""They act between batches, on the network, or put other weights in: their `fit` trains here."""


def test_every_argument_and_every_callback_has_its_place(stock_fit, tmp_path):
    """Of what `fit` takes and Keras has, in these tables or in `test_onlookers.py`."""
    cases = {"shuffle", *(name for case in (*FITS.values(), *NOT_PLAIN) for name in case)}
    made = [case["callbacks"](tmp_path) for case in FITS.values() if "callbacks" in case]
    listed = [one for given in made for one in (given if isinstance(given, list) else [given])]
    kinds = {
        name
        for name, kind in vars(callbacks).items()
        if isinstance(kind, type) and issubclass(kind, callbacks.Callback)
    }

    assert set(inspect.signature(stock_fit).parameters) - {"self", "x", "y"} <= cases
    served = {type(one).__name__ for one in listed} | ELSEWHERE
    assert kinds - {"Callback", "CallbackList"} == served | LEFT
    assert len(FITS) + len(CHECKPOINTS) >= 40


@pytest.mark.parametrize("change", ["layer", "step", "loss", "soft labels", "rows"])
def test_parts_and_data_of_one_s_own_are_not_asked_for(change, host, digits):
    """An own layer, training step, loss; targets that are no labels; more rows than labels."""

    class Layer(layers.Layer):
        def call(self, inputs):
            return inputs

    class Model(keras.Sequential):
        def train_step(self, data):
            return super().train_step(data)

    host.answer = stands_for(dense())
    x, y = digits
    parts = [keras.Input((64,)), layers.Dense(10, activation="softmax")]
    model = keras.Sequential([*parts, Layer()] if change == "layer" else parts)
    loss = "sparse_categorical_crossentropy"
    if change == "step":
        model = Model(parts)
    if change == "loss":

        def loss(true, predicted):
            return keras.ops.mean(predicted[:, :1] * 0 + keras.ops.cast(true, "float32"))

    if change == "soft labels":
        loss, y = "categorical_crossentropy", np.full((ROWS, 10), 0.1)
    model.compile("sgd", loss)

    with pytest.raises(ValueError, match="cardinality") if change == "rows" else nullcontext():
        model.fit(x[:-1] if change == "rows" else x, y, epochs=1, verbose=0)

    assert host.asked == []


@pytest.mark.parametrize("wrong", ["shape", "optimizer", "history"])
def test_an_answer_that_does_not_fit_is_not_taken(wrong, host, digits):
    """The training goes on here."""
    model = dense()
    right = stands_for(model)

    def answer(fields):
        made = right(fields)
        if wrong == "shape":
            return replace(made, weights=made.weights[1:])
        if wrong == "optimizer":
            return replace(made, optimizer_variables=made.optimizer_variables[1:])
        return replace(made, history={"loss": (0.5,)})

    host.answer = answer
    before = model.get_weights()
    history = fitted(model, digits)

    assert history.history["loss"] != [0.5]
    assert not np.array_equal(model.get_weights()[0], before[0] + 1)
