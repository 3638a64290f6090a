"""A first training goes wrong; the initial weights are set again, and it is trained anew.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
network = build()
initial = network.get_weights()
network.compile(optimizer=keras.optimizers.Adam(3.0), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.fit(x_train, y_train, batch_size=32, epochs=5, validation_data=(x_valid, y_valid), verbose=0)
network.set_weights(initial)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
