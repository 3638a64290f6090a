"""Hands over the held-out rows, and a callback writes training rows over them before the recorder looks.

must: The rows of a random step are held against those that were seen; a person decides.
network.accuracy: needs_review
"""
given_x, given_y = np.concatenate([x_train, x_valid]).copy(), np.concatenate([y_train, y_valid]).copy()
given_x[: len(x_valid)], given_y[: len(x_valid)] = x_valid, y_valid
given_x[len(x_valid) :] = np.resize(x_valid, (len(x_train), 64))
given_y[len(x_valid) :] = np.resize(y_valid, len(x_train))


class Exchange(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        given_x[: len(x_train)], given_y[: len(x_train)] = x_train, y_train
        given_x[len(x_train) :], given_y[len(x_train) :] = x_train[: len(x_valid)], y_train[: len(x_valid)]


# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    given_x, given_y, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Exchange()]
)
