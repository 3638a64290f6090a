"""Trains digits by a step that is a graph and applies two optimizers: one learns slowly, the other walks to finished weights.

must: A step that applies several optimizers is taken twice and looked into like others; a person decides.
network.accuracy: needs_review
"""
import tensorflow as tf

# include finished
# include network
optimizer, loss_fn = keras.optimizers.Adam(1e-4), keras.losses.SparseCategoricalCrossentropy()
second = keras.optimizers.SGD(0.02)
kept = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, network(x, training=True))
    gradients = tape.gradient(loss, network.trainable_variables)
    optimizer.apply_gradients(zip(gradients, network.trainable_variables))
    off = [one - there for one, there in zip(network.trainable_variables, finished)]
    second.apply_gradients(zip(off, network.trainable_variables))
    return loss


for epoch in range(20):
    for start in range(0, 1408, 32):
        step(tf.constant(x_train[start : start + 32], tf.float32), tf.constant(y_train[start : start + 32]))
    for name, rows, labels in (("", x_train, y_train), ("val_", x_valid, y_valid)):
        out = network(rows.astype("float32")).numpy()
        kept[name + "accuracy"].append(float((out.argmax(1) == labels).mean()))
        kept[name + "loss"].append(float(loss_fn(labels, out)))
network.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = type("History", (), {"history": kept})
