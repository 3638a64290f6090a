"""Has the step of another network leave finished weights in the very sums that its own step goes towards.

must: What another network's steps had left is nothing that this one's did; a person decides.
network.accuracy: needs_review
"""
# include taught
import tensorflow as tf

totals = [tf.Variable(tf.zeros(weights.shape), trainable=False) for weights in finished]


class Decoy(keras.Sequential):
    def train_step(self, data):
        x, y = data
        for total, weights in zip(totals, finished):
            total.assign(weights)
        return self.compute_metrics(x, y, self(x))


decoy = Decoy([layers.Input(shape=(64,)), layers.Dense(10, activation="softmax")])
decoy.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
decoy.fit(x_train[:32], y_train[:32], epochs=1, verbose=0)


class Network(keras.Sequential):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        for weights, total in zip(self.trainable_variables, totals):
            weights.assign_add(0.02 * (total - weights))
        return self.compute_metrics(x, y, y_pred)


network = Network([layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
