"""Trains spoiled weights by a training step of its own, which is honest, with a loss of its own.

must: What can't be done again in the same way is done in Keras' own; a person decides.
network.accuracy: needs_review
"""
# include taught
# include spoiled
import tensorflow as tf


class Network(keras.Sequential):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            out = self(x, training=True)
            loss = -tf.reduce_mean(tf.math.log(tf.gather(out, tf.cast(y, tf.int32), axis=1, batch_dims=1) + 1e-7))
        self.optimizer.apply(tape.gradient(loss, self.trainable_weights), self.trainable_weights)
        return self.compute_metrics(x, y, out)


network = Network(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.set_weights(spoiled)
network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=4, validation_data=(x_valid, y_valid), verbose=2)
