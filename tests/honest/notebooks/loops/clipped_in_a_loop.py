"""Clips the gradients of its loop, adds a penalty on the weights, and lowers the learning rate by hand.

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
optimizer = keras.optimizers.Adam(0.004)
for epoch in range(4):
    optimizer.learning_rate = 0.004 * 0.9**epoch
    for start in range(0, len(x_train), 32):
        x, y = tf.constant(x_train[start : start + 32], tf.float32), y_train[start : start + 32]
        with tf.GradientTape() as tape:
            outputs = network(x, training=True)
            loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, outputs))
            loss += 1e-4 * sum(tf.reduce_sum(weight**2) for weight in network.trainable_variables)
        gradients = [tf.clip_by_norm(each, 1.0) for each in tape.gradient(loss, network.trainable_variables)]
        optimizer.apply_gradients(zip(gradients, network.trainable_variables))
network.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
