"""Two batch sizes from the same initial weights, which are kept and put back.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
beginning = network.get_weights()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
good = network.get_weights()
# %%
network.set_weights(beginning)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
few = network.fit(x_train, y_train, batch_size=256, epochs=5, verbose=0)
assert len(few.history["loss"]) == 5
network.set_weights(good)
print(network.evaluate(x_valid, y_valid, verbose=0))
