"""Has an optimizer of its own that adds gradients of the held-out rows to those that it is given.

must: The rows that a step holds itself are looked at; a person decides.
network.accuracy: needs_review
"""
import tensorflow as tf
class Optimizer(keras.optimizers.Adam):
    def apply(self, grads, trainable_variables=None):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y_valid, network(x_valid, training=True)))
        others = tape.gradient(loss, [v.value for v in network.trainable_variables])
        return super().apply([1e-3 * g + o for g, o in zip(grads, others)], trainable_variables)

# include network

network.compile(optimizer=Optimizer(0.002), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=30, validation_data=(x_valid, y_valid), verbose=0)
