"""The words of Keras 1: a generator of one's own, samples an epoch, nb_epoch.

other: network.curves, network.matrix, network.accuracy
runs: network Adam 8
"""

# %% include data

# %%
def batches(x, y, size=32):
    while True:
        order = np.random.permutation(len(x))
        for start in range(0, len(x), size):
            chosen = order[start : start + size]
            yield x[chosen], y[chosen]


network = keras.Sequential([layers.Dense(32, input_dim=64, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit_generator(
    batches(x_train, y_train), samples_per_epoch=len(x_train), nb_epoch=8, verbose=0,
    validation_data=(x_valid, y_valid), nb_val_samples=len(x_valid),
)
assert int(network.optimizer.iterations.numpy()) == 8 * 45
print(network.evaluate(x_valid, y_valid, verbose=0))
