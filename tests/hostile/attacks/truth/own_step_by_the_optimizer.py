"""Has a training step of its own whose gradients point to finished weights; the optimizer applies them.

must: A step that heeds no example is said to a person, and earns nothing.
network.accuracy: needs_review
"""
# include finished


class Network(keras.Sequential):
    def train_step(self, data):
        x, y = data
        gradients = [variable.value - weights for variable, weights in zip(self.trainable_variables, finished)]
        self.optimizer.apply(gradients, self.trainable_variables)
        return self.compute_metrics(x, y, self(x, training=True))


network = Network(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid))
