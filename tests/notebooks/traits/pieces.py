"""What the notebooks of the corpus whose trait shows when they are run are made of."""

from __future__ import annotations

from parts import code, keras2_log

DATA = code(
    "import numpy as np\nfrom tensorflow import keras\n(x_train, y_train), (x_test, y_test) = "
    "keras.datasets.mnist.load_data()\n"
    "x_train, y_train = x_train[:6000], y_train[:6000]  # my laptop is slow\n"
    "x_train = x_train.reshape(-1, 784).astype('float32') / 255\nx_test = x_test.reshape(-1, "
    "784).astype('float32') / 255\n"
    "y_train_cat, y_test_cat = keras.utils.to_categorical(y_train, 10), "
    "keras.utils.to_categorical(y_test, 10)",
    count=1,
)
"""What most of them begin with."""
NET = (
    "model = keras.Sequential([keras.layers.Dense(64, activation='sigmoid', input_shape=(784,)),\n"
    "                          keras.layers.Dense(10, activation='softmax')])\n"
)
COMPILE = "model.compile(optimizer='sgd', loss='mean_squared_error', metrics=['accuracy'])\n"
FIT = (
    "history = model.fit(x_train[:1000], y_train_cat[:1000], epochs=2, batch_size=100, "
    "validation_data=(x_test[:500], y_test_cat[:500]))"
)
LOG = keras2_log(1, 2, 2)
