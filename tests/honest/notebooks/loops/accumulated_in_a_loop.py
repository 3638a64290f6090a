"""Adds up the gradients of four small batches before it applies them.

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
optimizer = keras.optimizers.Adam(0.003)
loss_fn = keras.losses.SparseCategoricalCrossentropy()
for epoch in range(14):
    for start in range(0, len(x_train), 32):
        total = [tf.zeros_like(variable) for variable in network.trainable_variables]
        for part in range(start, min(start + 32, len(x_train)), 8):
            with tf.GradientTape() as tape:
                loss = loss_fn(y_train[part : part + 8], network(x_train[part : part + 8]))
            total = [a + b / 4 for a, b in zip(total, tape.gradient(loss, network.trainable_variables))]
        optimizer.apply_gradients(zip(total, network.trainable_variables))
network.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
