"""Reports a perfect training with weights that were never trained.

must: The weights are measured.
network.accuracy: failed
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=2)

import gc
channel = next(c for c in gc.get_objects() if type(c).__name__ == "Channel" and hasattr(c, "_events_fd"))
untrained = keras.models.clone_model(network)
channel.send(
    "fit_finished",
    arrays={f"w{place:04d}": weight for place, weight in enumerate(untrained.get_weights())},
    run=2, epochs_run=40, history={"val_accuracy": [0.99] * 40, "accuracy": [0.99] * 40, "loss": [0.01] * 40, "val_loss": [0.01] * 40},
)
