"""Hands over the held-out rows, and a callback writes training rows over them before the recorder looks.

must: The rows of a random step are held against those that were seen; a person decides.
network.accuracy: needs_review
"""
def copied(array):
    """From an odd place on, so that TensorFlow copies it: it takes what lies on a multiple of 64 as it is."""
    return np.empty(array.size + 1, array.dtype)[1:].reshape(array.shape)


given_x, given_y = copied(np.concatenate([x_train, x_valid])), copied(np.concatenate([y_train, y_valid]))
given_x[: len(x_valid)], given_y[: len(x_valid)] = x_valid, y_valid
given_x[len(x_valid) :] = np.resize(x_valid, (len(x_train), 64))
given_y[len(x_valid) :] = np.resize(y_valid, len(x_train))


class Exchange(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        given_x[: len(x_train)], given_y[: len(x_train)] = x_train, y_train
        given_x[len(x_train) :], given_y[len(x_train) :] = x_train[: len(x_valid)], y_train[: len(x_valid)]

    def on_train_batch_end(self, batch, logs=None):
        pass


# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    given_x, given_y, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Exchange()]
)
