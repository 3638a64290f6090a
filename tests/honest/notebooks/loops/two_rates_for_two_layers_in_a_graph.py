"""Has an optimizer of its own for each of two layers, in a step that is a graph.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% [2]
import tensorflow as tf

network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
loss_fn = keras.losses.SparseCategoricalCrossentropy()
hidden, output = (layer.trainable_variables for layer in network.layers)
rates = [(keras.optimizers.Adam(0.001), hidden), (keras.optimizers.Adam(0.002), output)]


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, network(x, training=True))
    gradients = tape.gradient(loss, hidden + output)
    for (optimizer, variables), given in zip(rates, (gradients[:2], gradients[2:])):
        optimizer.apply_gradients(zip(given, variables))
    return loss


losses = []
batches = tf.data.Dataset.from_tensor_slices((x_train.astype("float32"), y_train)).shuffle(1437).batch(32)
for epoch in range(40):
    losses.append(np.mean([float(step(x, y)) for x, y in batches]))
print(losses[0], losses[-1])
print("accuracy", (network(x_valid.astype("float32")).numpy().argmax(1) == y_valid).mean())
