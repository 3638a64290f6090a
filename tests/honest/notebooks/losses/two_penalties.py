"""Adds up squares and sizes of its weights in a loss of its own.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
def my_loss(true, predicted):
    squares = sum(keras.ops.sum(weights**2) for weights in network.trainable_variables)
    sizes = sum(keras.ops.sum(keras.ops.abs(weights)) for weights in network.trainable_variables)
    return keras.losses.sparse_categorical_crossentropy(true, predicted) + 1e-5 * squares + 1e-5 * sizes


network = build()
network.compile(optimizer="adam", loss=my_loss, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
