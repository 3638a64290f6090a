"""Has a relu of its own that passes no gradient once it was called often enough.

policy: verify
must: A training that something can change later is trained to its end.
network.accuracy: !passed
log: bands
"""
import tensorflow as tf

calls = tf.Variable(0.0)

def relu(x):
    on = tf.cast(calls.assign_add(1.0) < 400, tf.float32)
    return on * tf.nn.relu(x) + (1 - on) * tf.stop_gradient(tf.nn.relu(x))

network = keras.Sequential(
    [layers.Input(shape=(64,)), layers.Dense(32, activation=relu), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2)
