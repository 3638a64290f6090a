"""Mixes noise into its examples in a training step of its own, and prints a line now and then.

other: network.curves, network.matrix, network.accuracy
"""

# %% include data
# %% include build

# %% [3]
import tensorflow as tf


class Network(keras.Sequential):
    def train_step(self, data):
        x, y = data
        noisy = x + tf.random.normal(tf.shape(x), stddev=0.02)
        with tf.GradientTape() as tape:
            loss = self.compute_loss(x, y, self(noisy, training=True))
        seldom = tf.equal(self.optimizer.iterations % 500, 0)
        tf.cond(seldom, lambda: tf.print("loss", loss), lambda: tf.no_op())
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables))
        return self.compute_metrics(x, y, self(x, training=False))


network = Network(
    [
        layers.Input(shape=(64,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
