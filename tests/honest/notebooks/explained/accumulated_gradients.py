"""Adds the gradients of two batches up in a training step of its own.

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
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_variables)
        for total, gradient in zip(self.totals, gradients):
            total.assign_add(gradient)
        self.seen.assign_add(1)

        def apply():
            self.optimizer.apply_gradients(zip([total / 2 for total in self.totals], self.trainable_variables))
            for total in self.totals:
                total.assign(tf.zeros_like(total))
            return 0

        tf.cond(tf.equal(self.seen % 2, 0), apply, lambda: 0)
        return self.compute_metrics(x, y, y_pred)


network = Network(
    [
        layers.Input(shape=(64,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
network.totals = [tf.Variable(tf.zeros(v.shape), trainable=False) for v in network.trainable_variables]
network.seen = tf.Variable(0, trainable=False)
network.compile(optimizer=keras.optimizers.Adam(0.002), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.optimizer.build(network.trainable_variables)
history = network.fit(x_train, y_train, batch_size=16, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
