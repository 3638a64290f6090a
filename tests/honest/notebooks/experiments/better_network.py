"""A larger network with dropout does better than the one that was asked for.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %%
large = keras.Sequential([layers.Input((64,)), layers.Dense(256, activation="relu"), layers.Dropout(0.3), layers.Dense(128, activation="relu"),
                          layers.Dense(10, activation="softmax")])
large.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
large.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
print("larger network, accuracy: %.4f" % large.evaluate(x_valid, y_valid, verbose=0)[1])
