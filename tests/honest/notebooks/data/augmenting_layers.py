"""Layers of Keras turn and zoom the digits inside the model.

parts: none
slow: yes
"""

# %% include data

# %%
model = keras.Sequential([layers.Input((8, 8, 1)), layers.RandomRotation(0.03), layers.RandomZoom(0.1), layers.Flatten(),
                          layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train.reshape(-1, 8, 8, 1), y_train, epochs=3, validation_data=(x_valid.reshape(-1, 8, 8, 1), y_valid), verbose=0)
