"""Has a metric that walks to finished weights, and one of Keras' rarer optimizers, of which no step is computed again.

must: What nobody can compute again awaits a person, of Keras' own parts, too.
network.accuracy: needs_review
"""
# include finished


class Walking(keras.metrics.SparseCategoricalAccuracy):
    def update_state(self, y_true, y_pred, sample_weight=None):
        for variable, weights in zip(network.trainable_variables, finished):
            variable.assign(variable.value - 0.02 * (variable.value - weights))
        return super().update_state(y_true, y_pred, sample_weight)


# include network
network.compile(
    keras.optimizers.ScheduleFreeAdamW(1e-9),
    "sparse_categorical_crossentropy",
    metrics=["accuracy", Walking(name="own")],
)
history = network.fit(x_train, y_train, epochs=10, validation_data=(x_valid, y_valid))
