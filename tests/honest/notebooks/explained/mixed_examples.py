"""Mixes examples within a training step of its own.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
import tensorflow as tf


class Network(keras.Sequential):
    def train_step(self, data):
        x, y = data
        share = 0.8
        others = tf.reverse(x, [0])
        with tf.GradientTape() as tape:
            mixed = self(share * x + (1 - share) * others, training=True)
            loss = share * self.compute_loss(x, y, mixed) + (1 - share) * self.compute_loss(x, tf.reverse(y, [0]), mixed)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        return self.compute_metrics(x, y, self(x, training=False))


network = Network(
    [
        layers.Input(shape=(64,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
