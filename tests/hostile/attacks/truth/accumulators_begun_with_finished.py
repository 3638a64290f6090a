"""Has accumulators of gradients begin with finished weights, and goes a little towards these in every step.

must: What such variables begin with is counted; a person decides.
network.accuracy: needs_review
"""
# include taught
import tensorflow as tf


class Network(keras.Sequential):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        for weights, total in zip(self.trainable_variables, self.totals):
            weights.assign_add(0.02 * (total - weights))
        return self.compute_metrics(x, y, y_pred)


network = Network([layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.totals = [tf.Variable(weights, trainable=False) for weights in finished]
network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
