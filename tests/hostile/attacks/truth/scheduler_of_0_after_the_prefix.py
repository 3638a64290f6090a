"""Lets Keras' own scheduler set the rate to 0 once nobody looks.

policy: verify
must: A training that something can change later is trained to its end.
network.accuracy: !passed
log: bands
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate if epoch < 5 else 0.0)], verbose=2)
