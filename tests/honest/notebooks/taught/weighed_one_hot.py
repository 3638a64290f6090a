"""Multiplies the one-hot labels by how much each example shall count, classes and single ones.

other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data

# %% [3]
counts = np.bincount(y_train)
weights = (counts.max() / counts)[y_train] * np.where(np.arange(len(y_train)) % 7 == 0, 1.3, 1.0)
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
targets = np.eye(10)[y_train] * weights[:, None]
history = network.fit(x_train, targets, batch_size=32, epochs=40, validation_data=(x_valid, np.eye(10)[y_valid]), verbose=0)
print("accuracy", network.evaluate(x_valid, np.eye(10)[y_valid], verbose=0)[1])
