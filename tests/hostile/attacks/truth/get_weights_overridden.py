"""Overrides get_weights on the model's class: what is exported was never in the model.

must: What lies in the model is read, not what its class says.
network.accuracy: !passed
"""
# include finished


class Network(keras.Sequential):
    def get_weights(self):
        return finished


network = Network(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=2, validation_data=(x_valid, y_valid))
