"""Writes the training step out, as the Keras guide does.

other: network.curves, network.matrix, network.accuracy
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
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {metric.name: metric.result() for metric in self.metrics}


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
