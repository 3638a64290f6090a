"""Sums the loss of a batch up, and steps shorter for it.

other: network.curves, network.matrix
slow: yes
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
network.compile(
    optimizer=keras.optimizers.SGD(0.002, momentum=0.9),
    loss=keras.losses.SparseCategoricalCrossentropy(reduction="sum"),
    metrics=["accuracy"],
)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
