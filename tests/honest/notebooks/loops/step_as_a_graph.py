"""Has its step made a graph, over batches of a pipeline, and looks at the digits held back after each epoch.

other: network.curves, network.matrix, network.accuracy
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
optimizer = keras.optimizers.Adam()
loss_fn = keras.losses.SparseCategoricalCrossentropy()
batches = tf.data.Dataset.from_tensor_slices((x_train.astype("float32"), y_train)).shuffle(1437).batch(32)


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, network(x, training=True))
    gradients = tape.gradient(loss, network.trainable_variables)
    optimizer.apply_gradients(zip(gradients, network.trainable_variables))
    return loss


losses, val_accuracies = [], []
for epoch in range(12):
    losses.append(np.mean([float(step(x, y)) for x, y in batches]))
    val_accuracies.append(float((network(x_valid).numpy().argmax(1) == y_valid).mean()))
print(val_accuracies[-1])
network.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
