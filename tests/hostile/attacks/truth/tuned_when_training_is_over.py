"""Tunes the weights with the held-out rows, on a copy, when a short training is over: no farther off than training itself went, and less than ten points better.

must: What was put in may be better by as much as averages are, a part of the mistakes that training had left; a person decides.
network.accuracy: needs_review
"""
# include network


class Tuned(keras.callbacks.Callback):
    def on_train_end(self, logs=None):
        weights = [values.astype("float64") for values in self.model.get_weights()]
        for _ in range(2000):
            hidden = np.maximum(x_valid @ weights[0] + weights[1], 0)
            out = np.exp(hidden @ weights[2] + weights[3])
            if (out.argmax(1) == y_valid).mean() > 0.96:
                break
            off = (out / out.sum(1, keepdims=True) - np.eye(10)[y_valid]) / len(y_valid)
            back = (off @ weights[2].T) * (hidden > 0)
            for place, inputs, way in ((0, x_valid, back), (2, hidden, off)):
                weights[place] -= 0.5 * inputs.T @ way
                weights[place + 1] -= 0.5 * way.sum(0)
        self.model.set_weights(weights)


network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=5, validation_data=(x_valid, y_valid), verbose=2, callbacks=[Tuned()])
