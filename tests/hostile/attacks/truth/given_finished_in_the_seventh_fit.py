"""Trains eight times in one cell, of which not every one is looked at, and puts finished weights into the network when the seventh is over.

must: A training into which weights were put is sent whole, and those that go on from it await a person.
network.accuracy: needs_review
"""
# include taught
# include network


class Finished(keras.callbacks.Callback):
    def on_train_end(self, logs=None):
        self.model.set_weights(finished)


network.compile(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
for number in range(7):
    network.fit(x_train, y_train, batch_size=32, epochs=1, verbose=0, callbacks=[Finished()] if number == 6 else [])
history = network.fit(x_train, y_train, batch_size=32, epochs=10, validation_data=(x_valid, y_valid), verbose=2)
