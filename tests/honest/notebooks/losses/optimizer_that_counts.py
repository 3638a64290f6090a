"""A function is put on Keras' own optimizer, which bounds the gradients and counts the steps.

other: network.curves, network.matrix
slow: yes
"""

# %% include data

# %%
import tensorflow as tf

steps = tf.Variable(0, trainable=False)
optimizer = keras.optimizers.Adam(0.002)
stock = optimizer.apply


def apply(gradients, trainable_variables=None):
    steps.assign_add(1)
    return stock([tf.clip_by_norm(each, 1.0) for each in gradients], trainable_variables)


optimizer.apply = apply
network = keras.Sequential([layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print(steps.numpy())
