"""What several notebooks of the corpus show."""

from __future__ import annotations

from parts import (
    DENSE,
    FIT,
    SGD,
    code,
    keras2_log,
    out,
)

TRAINED = code(DENSE + SGD + FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=1)
EVALUATE = "model.evaluate(x_test, y_test)"
EVALUATED = (
    "313/313 [==============================] - 0s 396us/step - loss: 0.0161 - accuracy: 0.9034\n"
)
