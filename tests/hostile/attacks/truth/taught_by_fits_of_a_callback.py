"""Has a callback that, before three of the epochs, copies the weights into another network, fits that to the held-out rows, and copies them back.

must: A fit within a fit is a training like others, and its rows count for whatever goes on from it; a person decides.
network.accuracy: needs_review
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
other = keras.models.clone_model(network)
other.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


class Teach(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch in (10, 20, 30):
            other.set_weights(network.get_weights())
            other.fit(x_valid, y_valid, batch_size=16, epochs=3, verbose=0)
            network.set_weights(other.get_weights())


history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Teach()], verbose=2)
