"""Has its step made a graph that keeps a running average of the network in another model, over two cells.

other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data
# %% include build

# %% [3]
import tensorflow as tf

network = build()
average = keras.models.clone_model(network)
average.set_weights(network.get_weights())
optimizer, loss_fn = keras.optimizers.Adam(), keras.losses.SparseCategoricalCrossentropy()
batches = tf.data.Dataset.from_tensor_slices((x_train.astype("float32"), y_train)).shuffle(1437).batch(32)


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        outputs = network(x, training=True)
        loss = loss_fn(y, outputs) + 0.1 * tf.reduce_mean((outputs - average(x)) ** 2)
    gradients = tape.gradient(loss, network.trainable_variables)
    optimizer.apply_gradients(zip(gradients, network.trainable_variables))
    for slow, fast in zip(average.trainable_variables, network.trainable_variables):
        slow.assign(0.99 * slow + 0.01 * fast)
    return loss


for epoch in range(8):
    losses = [float(step(x, y)) for x, y in batches]
# %% [4]
for epoch in range(8):
    losses = [float(step(x, y)) for x, y in batches]
network.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
