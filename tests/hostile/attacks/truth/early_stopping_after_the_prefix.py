"""Asks for 40 epochs and ends after the sixth, with a log of all 40.

policy: verify
must: A training that something can change later is trained to its end.
network.accuracy: !passed
log: bands
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[keras.callbacks.EarlyStopping(monitor="loss", min_delta=9, patience=5)], verbose=2)
