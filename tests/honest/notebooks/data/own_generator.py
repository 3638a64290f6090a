"""The training digits come from a generator of the student's own, shuffled by hand.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %%
def batches(x, y, size=32):
    while True:
        order = np.random.permutation(len(x))
        for start in range(0, len(x), size):
            chosen = order[start : start + size]
            yield x[chosen], y[chosen]
# %%
network = keras.Sequential(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    batches(x_train, y_train), steps_per_epoch=45, epochs=40, validation_data=(x_valid, y_valid), verbose=2
)
