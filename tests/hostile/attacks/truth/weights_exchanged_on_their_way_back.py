"""Has the host train next to nothing, and sends back the weights of another model, with its values.

must: What the host has trained is measured, whatever comes back.
network.accuracy: !passed
"""
import gc

network = keras.Sequential(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
for _ in range(3000):
    network.train_on_batch(x_valid[:300], y_valid[:300])
finished = network.get_weights()

network = keras.Sequential(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer=keras.optimizers.SGD(1e-6), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
gc.unfreeze()
channel = next(c for c in gc.get_objects() if type(c).__name__ == "Channel" and hasattr(c, "_events_fd"))
honest = type(channel).send

def send(self, event, arrays=None, **fields):
    if event == "fit_finished":
        arrays = {f"w{place:04d}": weight for place, weight in enumerate(finished)}
        fields["history"] = {name: [0.99] for name in fields["history"]}
    return honest(self, event, arrays, **fields)

type(channel).send = send
history = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=2)
network.set_weights(finished)
