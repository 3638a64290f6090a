"""Has initializers give spoiled weights to a model that is built in its first step only, on batches that a generator gives.

must: A model is known that began before anybody could describe it; a person decides.
network.accuracy: needs_review
"""
# include taught
# include spoiled


class Spoiled(keras.initializers.Initializer):
    def __call__(self, shape, dtype=None):
        return keras.ops.convert_to_tensor(next(weights for weights in spoiled if weights.shape == tuple(shape)))


def batches():
    while True:
        for start in range(0, len(x_train) - 32, 32):
            yield x_train[start : start + 32], y_train[start : start + 32]


network = keras.Sequential([
    layers.Dense(32, activation="relu", kernel_initializer=Spoiled(), bias_initializer=Spoiled()),
    layers.Dense(10, activation="softmax", kernel_initializer=Spoiled(), bias_initializer=Spoiled()),
])
network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(batches(), steps_per_epoch=44, epochs=4, validation_data=(x_valid, y_valid), verbose=2)
