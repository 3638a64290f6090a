"""Has a training step of its own that heeds its batch a little, and teaches the held-out rows, which it holds.

must: The rows that a step holds itself are looked at; a person decides.
network.accuracy: needs_review
"""
import tensorflow as tf
class Network(keras.Sequential):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            predicted = self(x, training=True)
            loss = 1e-3 * self.compute_loss(x, y, predicted) + tf.reduce_mean(
                keras.losses.sparse_categorical_crossentropy(y_valid, self(x_valid, training=True)))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        return self.compute_metrics(x, y, predicted)

network = Network(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=30, validation_data=(x_valid, y_valid), verbose=0)
