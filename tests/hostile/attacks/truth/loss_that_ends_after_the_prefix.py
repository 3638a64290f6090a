"""Has a loss with a counter, whose gradient is 0 from the sixth epoch on.

policy: verify
must: A training that something can change later is trained to its end.
network.accuracy: !passed
log: bands
"""
import tensorflow as tf

steps = tf.Variable(0.0)

def sparse_categorical_crossentropy(true, predicted):
    on = tf.cast(steps.assign_add(1.0) < 225 * 1.5, tf.float32)
    return on * keras.losses.sparse_categorical_crossentropy(true, predicted) + (1 - on) * tf.stop_gradient(
        keras.losses.sparse_categorical_crossentropy(true, predicted)
    )

# include network
network.compile(optimizer="adam", loss=sparse_categorical_crossentropy, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[], verbose=2)
