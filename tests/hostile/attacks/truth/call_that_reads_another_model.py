"""Has a class of its own whose training step reads the weights of another model, layer by layer.

must: What a step holds beside its batch is counted, whatever model it lies in; a person decides.
network.accuracy: needs_review
"""
# include taught
other = keras.Sequential([layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
other.set_weights(finished)


class Network(keras.Sequential):
    def train_step(self, data):
        logs = super().train_step(data)
        for mine, theirs in zip(self.layers, other.layers):
            mine.kernel.assign(0.98 * mine.kernel + 0.02 * theirs.kernel)
            mine.bias.assign(0.98 * mine.bias + 0.02 * theirs.bias)
        return logs


network = Network([layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0))
