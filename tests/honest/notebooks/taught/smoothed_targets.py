"""Smooths one-hot labels by hand before it trains.

other: network.curves, network.matrix
slow: yes
"""

# %% include data

# %% [3]
targets = 0.95 * np.eye(10)[y_train] + 0.005
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, targets, batch_size=32, epochs=40, validation_data=(x_valid, np.eye(10)[y_valid]), verbose=0)
print("accuracy", network.evaluate(x_valid, np.eye(10)[y_valid], verbose=0)[1])
