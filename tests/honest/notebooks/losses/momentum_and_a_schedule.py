"""Trains a loss of its own by SGD with momentum, clipped, at a falling rate.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
def my_loss(true, predicted):
    right = keras.ops.one_hot(keras.ops.cast(keras.ops.reshape(true, (-1,)), "int32"), 10)
    return keras.ops.sum(keras.ops.square(right - predicted), axis=-1)


rate = keras.optimizers.schedules.CosineDecay(0.2, 1800)


network = build()
network.compile(optimizer=keras.optimizers.SGD(rate, momentum=0.9, clipnorm=1.0), loss=my_loss, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
