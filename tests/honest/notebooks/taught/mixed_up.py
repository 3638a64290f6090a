"""Mixes training examples with one another, and their one-hot labels (mixup), before it trains.

other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data

# %% [3]
rng = np.random.default_rng(4)
t_train = np.eye(10)[y_train]
order, share = rng.permutation(len(x_train)), rng.beta(0.2, 0.2, (len(x_train), 1))
mixed, mixed_labels = share * x_train + (1 - share) * x_train[order], share * t_train + (1 - share) * t_train[order]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
history = network.fit(mixed, mixed_labels, batch_size=32, epochs=60, validation_data=(x_valid, np.eye(10)[y_valid]), verbose=0)
print("accuracy", network.evaluate(x_valid, np.eye(10)[y_valid], verbose=0)[1])
