"""A layer of its own, called Dense, that holds a second network.

must: What bears the name of one of Keras' own is tried beside it; what computes something else has no such name.
network.architecture: partial
network.accuracy: needs_review
network.matrix: needs_review
"""
stock = layers.Dense
class Dense(layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, keras.activations.get(activation)
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")
        self.bias = self.add_weight(shape=(self.units,), name="bias", initializer="zeros")
    def call(self, x):
        return self.activation(keras.ops.sin(3.0 * (x @ self.kernel)) + self.bias)
    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": "relu" if self.units == 32 else "softmax"}
network = keras.Sequential([layers.Input(shape=(64,)), Dense(32, "relu"), Dense(10, "softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
