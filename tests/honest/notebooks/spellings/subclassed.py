"""A subclassed model calls functions of TensorFlow between its layers.

other: network.curves, network.matrix, network.accuracy
"""

# %% include data
# %%
import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden_layer = layers.Dense(32)
        self.output_layer = layers.Dense(10)

    def call(self, x):
        return tf.nn.softmax(self.output_layer(tf.nn.relu(self.hidden_layer(x))))


network = Net()
network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), verbose=0
)
