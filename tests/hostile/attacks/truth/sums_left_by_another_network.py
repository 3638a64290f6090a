"""Trains another network by gradients that leave finished weights in its optimizer's moments, and goes towards these in sums of its own step.

must: What another network's training had left is nothing that this one's steps did; a person decides.
network.accuracy: needs_review
"""
# include taught
import tensorflow as tf

decoy = keras.Sequential([layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])


def leaves(y_true, y_pred):
    return tf.add_n([tf.reduce_sum(w * g) for w, g in zip([v.value for v in decoy.trainable_variables], finished)]) + 0 * tf.reduce_sum(y_pred)


decoy.compile(optimizer=keras.optimizers.SGD(1.0, momentum=0.5), loss=leaves)
decoy.fit(x_train[:32], y_train[:32], epochs=1, verbose=0)


class Network(keras.Sequential):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        for weights, total in zip(self.trainable_variables, self.totals):
            weights.assign_add(0.02 * (-total - weights))
        return self.compute_metrics(x, y, y_pred)


network = Network([layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.totals = [tf.Variable(moment.numpy(), trainable=False) for moment in decoy.optimizer.momentums]
network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
