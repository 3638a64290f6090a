"""Has a training step of its own, of which Keras takes five per execution, in a loop over epochs.

other: network.curves, network.matrix, network.accuracy
trained_by: kernel
slow: yes
"""

# %% include data
# %% [3]
import tensorflow as tf


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(32, activation="relu")
        self.out = layers.Dense(10, activation="softmax")

    def call(self, x, training=False):
        return self.out(self.hidden(x))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        grads = tape.gradient(loss, self.trainable_weights)
        self.optimizer.apply_gradients(zip(grads, self.trainable_weights))
        return self.compute_metrics(x, y, y_pred)


network = Net()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], steps_per_execution=5)
for epoch in range(12):
    h = network.fit(x_train, y_train, batch_size=32, epochs=1, verbose=0)
    print(epoch, h.history["loss"][0], network.evaluate(x_valid, y_valid, verbose=0))
