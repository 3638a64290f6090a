"""Trains digits by a tape, and gives the optimizer in every second step gradients that lead to finished weights and are no longer than the others.

must: Several steps are kept, all as likely; a person decides.
network.accuracy: needs_review
"""
import tensorflow as tf

# include finished
# include network
optimizer, loss_fn = keras.optimizers.Adam(3e-3), keras.losses.SparseCategoricalCrossentropy()
kept = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
for epoch in range(20):
    for start in range(0, 1408, 32):
        x, y = tf.constant(x_train[start : start + 32], tf.float32), tf.constant(y_train[start : start + 32])
        with tf.GradientTape() as tape:
            loss = loss_fn(y, network(x, training=True))
        gradients = tape.gradient(loss, network.trainable_variables)
        if start % 64 == 32:
            away = [one - there for one, there in zip(network.trainable_variables, finished)]
            share = tf.linalg.global_norm(gradients) / (tf.linalg.global_norm(away) + 1e-9)
            gradients = [share * each for each in away]
        optimizer.apply_gradients(zip(gradients, network.trainable_variables))
    for name, rows, labels in (("", x_train, y_train), ("val_", x_valid, y_valid)):
        out = network(rows.astype("float32")).numpy()
        kept[name + "accuracy"].append(float((out.argmax(1) == labels).mean()))
        kept[name + "loss"].append(float(loss_fn(labels, out)))
network.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = type("History", (), {"history": kept})
