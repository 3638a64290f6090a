"""Takes the first layer of an autoencoder that it has trained before.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
coder = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu", name="code"), layers.Dense(64, activation="sigmoid")])
coder.compile("adam", "mse")
coder.fit(x_train, x_train, batch_size=32, epochs=30, verbose=0)
# %%
network = build()
network.layers[0].set_weights(coder.get_layer("code").get_weights())
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
