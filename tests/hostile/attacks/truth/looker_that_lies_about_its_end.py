"""Has the host train ten epochs of next to nothing before a callback that looks, and says it ended after one, finished.

must: One epoch of the host's training is what is measured, whatever weights and values come with the lie.
network.accuracy: !passed
"""
import gc

gc.unfreeze()
finished = [classifier.coefs_[0], classifier.intercepts_[0], classifier.coefs_[1], classifier.intercepts_[1]]
channel = next(c for c in gc.get_objects() if type(c).__name__ == "Channel" and hasattr(c, "_events_fd"))
honest = type(channel).send


def send(self, event, arrays=None, **fields):
    if event == "fit_finished":
        arrays = {f"w{place:04d}": weight.astype("float32") for place, weight in enumerate(finished)}
        fields["history"] = {name: [0.99] for name in fields["history"]}
        fields["epochs_run"] = 1
    return honest(self, event, arrays, **fields)


type(channel).send = send


class Look(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.evaluate(x_valid, y_valid, verbose=0)


# include network
network.compile(optimizer=keras.optimizers.Adam(1e-9), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=10, validation_data=(x_valid, y_valid), callbacks=[Look()], verbose=2
)
network.set_weights(finished)
