"""Trains by a tape and an optimizer, a batch at a time, in plain Python.

other: network.curves, network.matrix, network.accuracy
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
optimizer = keras.optimizers.Adam(0.003)
loss_fn = keras.losses.SparseCategoricalCrossentropy()
for epoch in range(4):
    order = np.random.permutation(len(x_train))
    for start in range(0, len(order), 32):
        rows = order[start : start + 32]
        with tf.GradientTape() as tape:
            loss = loss_fn(y_train[rows], network(x_train[rows], training=True))
        gradients = tape.gradient(loss, network.trainable_variables)
        optimizer.apply_gradients(zip(gradients, network.trainable_variables))
    print("epoch", epoch + 1, "loss", float(loss))
network.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
