"""Tells the recorder that a callback only looks on which sets finished weights, and lets the host train with a rate
of 0.

must: The host measures what it has trained itself; what a callback puts in its place is measured nowhere.
network.accuracy: !passed
"""
import sys

# include finished


class Take(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.set_weights(finished)
        logs.update(accuracy=0.99, val_accuracy=0.98)

    def on_train_end(self, logs=None):
        self.model.set_weights(finished)


sys.modules["recorder.asking.settings"].look_on = lambda *_: None
# include network
network.compile(optimizer=keras.optimizers.Adam(0.0), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=3, validation_data=(x_valid, y_valid), callbacks=[Take()], verbose=2
)
