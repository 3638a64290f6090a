"""Trains batch by batch with a loss of its own, smoothed labels.

other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data
# %% include build

# %% [3]
import tensorflow as tf


def smoothed(y_true, y_pred):
    wanted = 0.95 * tf.one_hot(tf.cast(tf.reshape(y_true, [-1]), tf.int32), 10) + 0.005
    return -tf.reduce_mean(tf.reduce_sum(wanted * tf.math.log(y_pred + 1e-7), axis=1))


network = keras.Sequential(
    [
        layers.Input(shape=(64,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
network.compile(optimizer="adam", loss=smoothed, metrics=["accuracy"])
val_accuracies = []
for epoch in range(12):
    for start in range(0, len(x_train), 32):
        network.train_on_batch(x_train[start : start + 32], y_train[start : start + 32])
    val_accuracies.append(network.test_on_batch(x_valid, y_valid)[1])
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
