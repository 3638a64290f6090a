"""Trains a larger network by fit, and the one that is asked for in a graph that asks the larger one.

other: network.curves, network.matrix, network.accuracy, network.architecture
slow: yes
"""

# %% include data
# %% include build

# %% [3]
import tensorflow as tf

teacher = build(units=128)
teacher.fit(x_train, y_train, batch_size=32, epochs=20, verbose=0)
network = build()
optimizer = keras.optimizers.Adam()
batches = tf.data.Dataset.from_tensor_slices((x_train.astype("float32"), y_train)).shuffle(1437).batch(32)


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        outputs = network(x, training=True)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, outputs))
        loss += 0.5 * tf.reduce_mean(keras.losses.kl_divergence(teacher(x, training=False), outputs))
    gradients = tape.gradient(loss, network.trainable_variables)
    optimizer.apply_gradients(zip(gradients, network.trainable_variables))
    return loss


for epoch in range(12):
    losses = [float(step(x, y)) for x, y in batches]
network.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
