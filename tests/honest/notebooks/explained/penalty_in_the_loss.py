"""Adds a penalty for large weights to a loss of its own.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
network = build()


def penalised(true, predicted):
    size = sum(keras.ops.sum(keras.ops.square(weights)) for weights in network.trainable_variables)
    return keras.losses.sparse_categorical_crossentropy(true, predicted) + 1e-5 * size


network.compile(optimizer="adam", loss=penalised, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
