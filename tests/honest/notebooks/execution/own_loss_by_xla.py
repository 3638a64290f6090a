"""A loss of its own, compiled by XLA, three steps per execution, a rate that falls by a callback.

other: network.curves, network.matrix, network.accuracy
trained_by: kernel
slow: yes
"""

# %% include data
# %% [2]
def smoothed(y_true, y_pred):
    y_true = keras.ops.one_hot(keras.ops.cast(keras.ops.reshape(y_true, (-1,)), "int32"), 10)
    y_true = 0.9 * y_true + 0.01
    return -keras.ops.sum(y_true * keras.ops.log(y_pred + 1e-7), axis=-1)


network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", smoothed, metrics=["accuracy"], jit_compile=True, steps_per_execution=3)
falls = keras.callbacks.LearningRateScheduler(lambda epoch, rate: float(rate * 0.95) if epoch > 5 else float(rate))
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), callbacks=[falls], verbose=0)
# %% [3]
print(network.evaluate(x_valid, y_valid, batch_size=360, verbose=0))
