"""The digits are padded to 12 by 12 pixels for a convolution.

parts: none
"""

# %% include data

# %%
wide, wide_valid = (np.pad(x.reshape(-1, 8, 8, 1), ((0, 0), (2, 2), (2, 2), (0, 0))) for x in (x_train, x_valid))
model = keras.Sequential([layers.Input((12, 12, 1)), layers.Conv2D(8, 3, activation="relu"), layers.Flatten(), layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(wide, y_train, epochs=3, validation_data=(wide_valid, y_valid), verbose=0)
