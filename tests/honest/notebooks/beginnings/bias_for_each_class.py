"""Begins the biases of the last layer with how frequent each class is, as a list.

other: network.curves, network.matrix
"""

# %% include data

# %%
frequent = np.log(np.bincount(y_train) / len(y_train)).tolist()
network = keras.Sequential([
    layers.Input((64,)),
    layers.Dense(32, activation="relu", kernel_initializer=keras.initializers.RandomNormal(0.0, np.float64(0.1))),
    layers.Dense(10, activation="softmax", bias_initializer=keras.initializers.Constant(frequent)),
])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=30, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
