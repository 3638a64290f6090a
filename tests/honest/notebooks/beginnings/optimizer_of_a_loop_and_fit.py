"""Takes some steps with an optimizer of its own in a loop before it goes on with fit.

other: network.curves, network.matrix
"""

# %% include data
# %% include build

# %%
import tensorflow as tf


class Rough(keras.optimizers.Adam):
    def update_step(self, gradient, variable, learning_rate):
        super().update_step(keras.ops.clip(gradient, -0.1, 0.1), variable, learning_rate)


network = build()
network.compile(optimizer=Rough(0.002), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
for start in range(0, 320, 32):
    with tf.GradientTape() as tape:
        out = network(x_train[start : start + 32], training=True)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y_train[start : start + 32], out))
    network.optimizer.apply(tape.gradient(loss, network.trainable_variables), network.trainable_variables)
# %%
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
