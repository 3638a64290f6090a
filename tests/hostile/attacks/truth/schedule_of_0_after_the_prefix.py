"""Compiles with a schedule object that ends at 0 after five epochs: no callback at all.

policy: verify
must: A training that something can change later is trained to its end.
network.accuracy: !passed
log: bands
"""
# include network
network.compile(optimizer=keras.optimizers.Adam(keras.optimizers.schedules.PiecewiseConstantDecay([225], [0.001, 0.0])), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[], verbose=2)
