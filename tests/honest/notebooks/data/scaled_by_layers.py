"""Scales every pixel by itself in the network, with the mean and the deviation of the training digits.

other: network.architecture, network.curves, network.matrix
"""

# %% include data

# %%
mean, spread = x_train.mean(axis=0), x_train.std(axis=0) + 0.1
network = keras.Sequential([
    layers.Input((64,)),
    layers.Rescaling((1 / spread).tolist(), (-mean / spread).tolist()),
    layers.Dense(32, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
