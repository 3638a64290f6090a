"""Writes Glorot's initializer by hand, and trains slowly enough that much of what it gave is left.

other: network.accuracy, network.curves, network.matrix
slow: yes
"""

# %% include data

# %%
class Glorot(keras.initializers.Initializer):
    def __call__(self, shape, dtype=None):
        limit = np.sqrt(6 / sum(shape))
        return keras.ops.convert_to_tensor(np.random.default_rng(3).uniform(-limit, limit, shape).astype("float32"))

    def get_config(self):
        return {}


network = keras.Sequential([
    layers.Input(shape=(64,)),
    layers.Dense(32, activation="relu", kernel_initializer=Glorot()),
    layers.Dense(10, activation="softmax", kernel_initializer=Glorot()),
])
network.compile(optimizer=keras.optimizers.Adam(3e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
