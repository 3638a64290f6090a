"""Notebooks by the log that their training left."""

from __future__ import annotations

from parts import (
    DENSE,
    FIT,
    SGD,
    code,
    error,
    keras1_log,
    keras2_log,
    keras3_log,
    out,
    result,
    verbose2_log,
)
from traits.shown import EVALUATE, EVALUATED

LOGS = {
    "log_keras_1": (
        "a progress log of Keras 1: whole seconds, acc and val_acc, nb_epoch, np_utils",
        code(
            "from keras.utils import np_utils\ny_train = np_utils.to_categorical(y_train)\n"
            + DENSE
            + SGD
            + "history = model.fit(x_train, y_train, nb_epoch=4, verbose=1, "
              "validation_data=(x_test, y_test))",
            out(keras1_log(4)),
            count=3,
        ),
    ),
    "log_keras_2": ("a progress log of Keras 2", code(DENSE + SGD + FIT.format(epochs=5), out(keras2_log(1, 5, 5)), count=1)),
    "log_tensorflow_1": (
        "a progress log of TensorFlow 1.14 and 2.0, per sample",
        code(DENSE + SGD + FIT.format(epochs=5), out(keras2_log(1, 5, 5, step="us/sample")), count=1),
    ),
    "log_keras_3_colours": (
        "coloured bars of Keras 3 with backspaces and carriage returns",
        code(DENSE + SGD + FIT.format(epochs=5), out(keras3_log(5)), count=1),
    ),
    "log_verbose_2": ("one line an epoch", code(DENSE + SGD + FIT.format(epochs=5), out(verbose2_log(5)), count=1)),
    "log_cut_in_the_middle": (
        "a log of 500 epochs whose beginning is gone and which stops in the middle of a number",
        code(DENSE + SGD + FIT.format(epochs=500), out(keras2_log(240, 260, 500)[200:-3]), count=1),
    ),
    "log_split_over_outputs": (
        "a log in several outputs, split inside of lines, with warnings in between",
        code(
            DENSE + SGD + FIT.format(epochs=4),
            out(keras2_log(1, 4, 4)[:150]),
            out("WARNING: something\n", "stderr"),
            out(keras2_log(1, 4, 4)[150:333]),
            out(keras2_log(1, 4, 4)[333:]),
            count=1,
        ),
    ),
    "log_interrupted": (
        "a training of 500 epochs that the student interrupted in the fourth",
        code(
            DENSE + SGD + FIT.format(epochs=500),
            out(keras2_log(1, 3, 500) + "Epoch 4/500\n120/469 [=====>........] - ETA: 1s - loss: "
                                        "0.0300 - accuracy: 0.5000"),
            error("KeyboardInterrupt"),
            count=1,
        ),
    ),
    "log_as_table": (
        "a history shown as a table instead of a log",
        code(
            DENSE + SGD + FIT.format(epochs=3) + "pd.DataFrame(history.history)",
            result("     loss  accuracy  val_loss  val_accuracy\n0  0.0500    0.5000    0.0510    "
                   "    0.5100\n"
                   "1  0.0400    0.6000    0.0410        0.6100\n2  0.0300    0.7000    0.0310    "
                   "    0.7100"),
            count=1,
        ),
    ),
    "log_of_a_tape": (
        "a loop with GradientTape that prints its own epochs",
        code(
            DENSE + "opt = keras.optimizers.SGD()\nloss_fn = keras.losses.MeanSquaredError()", count=1
        ),
        code(
            "for epoch in range(3):\n    for x, y in batches:\n        with tf.GradientTape() as "
            "tape:\n"
            "            loss = loss_fn(y, model(x))\n        grads = tape.gradient(loss, "
            "model.trainable_weights)\n"
            "        opt.apply_gradients(zip(grads, model.trainable_weights))\n"
            "    print(f'Epoch {epoch + 1}, Loss: {loss}, Accuracy: {acc}, Val Accuracy: {val}')",
            out("".join(f"Epoch {n}, Loss: 0.{9 - n}, Accuracy: 0.{5 + n}, Val Accuracy: "
                        f"0.{4 + n}\n" for n in (1, 2, 3))),
            count=2,
        ),
    ),
    "log_silent": (
        "trained with verbose=0; only the evaluation speaks",
        code(DENSE + SGD + "model.fit(x_train, y_train, epochs=500, verbose=0)", count=1),
        code(EVALUATE, out(EVALUATED), result("[0.0161, 0.9034]"), count=2),
    ),
    "log_of_folds": (
        "three folds in one cell: one call of fit in the code, three logs",
        code(
            "def make():\n    " + DENSE.replace("\n", "\n    ").rstrip() + "\n    " + SGD + "    return model\n"
            "for train, test in kfold.split(x, y):\n    m = make()\n    m.fit(x[train], y[train], "
            "epochs=2)",
            out(keras2_log(1, 2, 2) * 3),
            count=1,
        ),
    ),
}  # fmt: skip
