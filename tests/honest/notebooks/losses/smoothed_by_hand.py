"""Smooths the labels by hand, in a loss of its own.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
def my_loss(true, predicted):
    right = keras.ops.one_hot(keras.ops.cast(keras.ops.reshape(true, (-1,)), "int32"), 10)
    return keras.losses.categorical_crossentropy(0.95 * right + 0.005, predicted)


network = build()
network.compile(optimizer="adam", loss=my_loss, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
