"""The first layer is taken over and frozen; only a new last layer is trained.


"""

# %% include data
# %% include network
# %% include shown

# %%
features = network.layers[0]
features.trainable = False
head = keras.Sequential([layers.Input((64,)), features, layers.Dense(10, activation="softmax")])
head.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
head.fit(x_train, y_train, epochs=4, validation_data=(x_valid, y_valid), verbose=0)
