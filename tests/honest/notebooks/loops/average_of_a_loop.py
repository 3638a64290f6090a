"""Averages the weights while a loop of its own trains, and takes the average in the end.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
import tensorflow as tf

network = keras.Sequential(
    [
        layers.Input(shape=(64,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
optimizer = keras.optimizers.Adam(0.002)
loss_fn = keras.losses.SparseCategoricalCrossentropy()


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, network(x, training=True))
    gradients = tape.gradient(loss, network.trainable_variables)
    optimizer.apply_gradients(zip(gradients, network.trainable_variables))


averages = network.get_weights()
for epoch in range(40):
    for start in range(0, 1408, 32):
        step(tf.constant(x_train[start : start + 32], tf.float32), tf.constant(y_train[start : start + 32]))
        averages = [0.98 * mean + 0.02 * weight for mean, weight in zip(averages, network.get_weights())]
for variable, mean in zip(network.weights, averages):
    variable.assign(mean)
network.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
