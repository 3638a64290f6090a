"""Callbacks whose code names what changes a training are none that only look at the model."""

import pytest
from keras import callbacks

from grader.recorder.asking.instructions import NotAsked
from grader.recorder.asking.lookers import look_at_the_model_only

HELD, TRUTH = (), ()
"""Nothing is measured: the code is read, and not run."""


def own(**parts):
    return [type("Own", (callbacks.Callback,), parts)()]


def sets_weights(self, *_):
    self.model.set_weights([])


def sets_another(self, *_):
    self.model.layers[0].rate = 0.9


def calls_what_sets(self, *_):
    does(self.model)


def does(model):
    model.load_weights("there")


def measures(self, *_):
    print(self.model.evaluate(HELD, TRUTH))  # noqa: T201 - as a student would


def sets_entries(self, epoch, logs):
    logs["val_loss"] = 0.0


DO_MORE = {
    "set_weights": own(on_epoch_end=sets_weights),
    "an attribute of a layer": own(on_epoch_end=sets_another),
    "by a function": own(on_epoch_end=calls_what_sets),
    "by a method": own(on_epoch_end=lambda self, *_: self.do(), do=sets_weights),
    "within": own(on_epoch_end=lambda self, *_: [self.model.compile() for _ in range(1)]),
    "measures before the steps": own(on_epoch_begin=measures),
    "batches": own(on_train_batch_end=lambda *_: None),
    "setattr": own(on_epoch_end=lambda self, *_: setattr(self.model, "a", 1)),
    "one of Keras' own changed": [type("Mine", (callbacks.EarlyStopping,), {})()],
}


@pytest.mark.parametrize("name", DO_MORE)
def test_whose_code_names_what_changes_a_training_is_left_to_the_kernel(name):
    """At once: nothing is handed out that has to be given back."""
    with pytest.raises(NotAsked):
        look_at_the_model_only(DO_MORE[name], others_act=False)


def test_values_may_be_changed_where_nobody_goes_by_them():
    """Else Keras' own callbacks would do something else here than they did there."""
    given = own(on_epoch_end=sets_entries)

    assert look_at_the_model_only(given, others_act=False) is False
    with pytest.raises(NotAsked):
        look_at_the_model_only(given, others_act=True)
