"""Weighs each digit by how rare it is, in a loss of its own that holds the weights as a constant.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
import tensorflow as tf

how_many = np.bincount(y_train)
weights = tf.constant(how_many.mean() / how_many, tf.float32)


def my_loss(true, predicted):
    digits = tf.cast(tf.reshape(true, [-1]), tf.int32)
    return tf.gather(weights, digits) * keras.losses.sparse_categorical_crossentropy(true, predicted)


network = build()
network.compile(optimizer="adam", loss=my_loss, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
