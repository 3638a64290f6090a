"""Lets height and width change places, as the data of another lesson needed it.

other: network.curves
slow: yes
"""

# %% include data
# %%
def upright(rows):
    return rows.reshape(-1, 8, 8).transpose(0, 2, 1).reshape(-1, 64)


turned, turned_valid = upright(x_train), upright(x_valid)
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
network.fit(turned, y_train, batch_size=32, epochs=40, validation_data=(turned_valid, y_valid), verbose=0)
print(confusion_matrix(y_valid, network.predict(turned_valid, verbose=0).argmax(axis=1)))
