"""Labels are one-hot rows, inputs are 32-bit numbers.

other: network.curves, network.matrix
"""

# %% include data

# %%
t_train, t_valid = keras.utils.to_categorical(y_train), keras.utils.to_categorical(y_valid)
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train.astype("float32"), t_train, batch_size=32, epochs=40, validation_data=(x_valid.astype("float32"), t_valid), verbose=0)
