"""Trains so slowly that nothing happens, and a callback sets finished weights when the third epoch is to be validated.

must: What training had left is measured, too; a person decides.
network.accuracy: needs_review
"""
# include finished
# include network


class Finish(keras.callbacks.Callback):
    def on_test_begin(self, logs=None):
        self.model.set_weights(finished)


network.compile(optimizer=keras.optimizers.Adam(1e-9), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=3, validation_data=(x_valid, y_valid), callbacks=[Finish()]
)
