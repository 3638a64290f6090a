"""Trains a model of its own that answers no part, puts finished weights into it when that is over, and goes on from there in the network that is asked for.

must: What explains no weights of a training explains none of those that go on from it; a person decides.
network.accuracy: needs_review
"""
# include taught
# include network


class Finished(keras.callbacks.Callback):
    def on_train_end(self, logs=None):
        self.model.set_weights(finished)


donor = keras.models.clone_model(network)
donor.compile(optimizer="sgd", loss="mse")
donor.fit(x_train, np.eye(10)[y_train], batch_size=32, epochs=1, verbose=0, callbacks=[Finished()])
network.set_weights(donor.get_weights())
network.compile(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=4, validation_data=(x_valid, y_valid), verbose=2)
