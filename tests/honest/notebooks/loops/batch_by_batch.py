"""Trains with train_on_batch, over rows that it shuffles itself.

other: network.curves, network.matrix, network.accuracy
"""

# %% include data
# %% include build

# %% [3]
network = keras.Sequential(
    [
        layers.Input(shape=(64,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
for epoch in range(12):
    order = np.random.permutation(len(x_train))
    for start in range(0, len(order), 32):
        rows = order[start : start + 32]
        network.train_on_batch(x_train[rows], y_train[rows])
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
