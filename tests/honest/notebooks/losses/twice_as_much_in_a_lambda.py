"""Gives Keras' own loss, doubled, as a lambda.

other: network.curves, network.matrix, network.accuracy
"""

# %% include data
# %% include build

# %% [3]
double = 2.0


network = build()
network.compile(optimizer="adam", loss=lambda true, predicted: double * keras.losses.sparse_categorical_crossentropy(true, predicted), metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
