"""Takes the hidden layer of a network that it has trained before, and trains a new last layer on it that alone may learn.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
first = build()
first.fit(x_train, y_train, batch_size=32, epochs=30, validation_data=(x_valid, y_valid), verbose=0)
# %%
network = build()
network.layers[0].set_weights(first.layers[0].get_weights())
network.layers[0].trainable = False
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
