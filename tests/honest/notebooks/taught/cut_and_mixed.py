"""Puts the lower half of one training example under the upper half of another (CutMix), with labels in halves.

other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data

# %% [3]
rng = np.random.default_rng(5)
t_train = np.eye(10)[y_train]
order = rng.permutation(len(x_train))[:300]
cut = np.concatenate([x_train[:300, :32], x_train[order, 32:]], axis=1)
rows, targets = np.concatenate([x_train, cut]), np.concatenate([t_train, (t_train[:300] + t_train[order]) / 2])
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
history = network.fit(rows, targets, batch_size=32, epochs=40, validation_data=(x_valid, np.eye(10)[y_valid]), verbose=0)
print("accuracy", network.evaluate(x_valid, np.eye(10)[y_valid], verbose=0)[1])
