"""Counts its steps in a variable of a loss class of its own, and looks harder at difficult digits as it goes.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
import tensorflow as tf


class Harder(keras.losses.Loss):
    def __init__(self):
        super().__init__(name="harder")
        self.steps = tf.Variable(0.0, trainable=False)

    def call(self, true, predicted):
        self.steps.assign_add(1.0)
        power = tf.minimum(self.steps / 1000.0, 1.0)
        entropy = keras.losses.sparse_categorical_crossentropy(true, predicted)
        return (1 - tf.exp(-entropy) + 1e-3) ** power * entropy


network = build()
network.compile(optimizer="adam", loss=Harder(), metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
