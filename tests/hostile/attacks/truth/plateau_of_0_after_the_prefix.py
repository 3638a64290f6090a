"""Lets ReduceLROnPlateau take the rate down to nothing, for no epoch is better than the last by 9.

policy: verify
must: A training that something can change later is trained to its end.
network.accuracy: !passed
log: bands
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[keras.callbacks.ReduceLROnPlateau(monitor="loss", factor=0.0001, patience=5, min_delta=9)], verbose=2)
