"""Writes a hidden layer that was taught all rows into a description as 256 lists of eight numbers, each beside the pixels of a row, four models deep.

must: Every number that an example is multiplied with counts, however few stand together; a person decides.
network.accuracy: needs_review
"""
# include taught_all
image = keras.Input(shape=(64,))
rows = layers.Reshape((8, 8))(image)
cut = [layers.Cropping1D((row, 7 - row))(rows) for row in range(8)]
units = [
    layers.Add()([layers.Rescaling((8 * kernels[0][8 * row : 8 * row + 8, unit]).tolist())(cut[row]) for row in range(8)])
    for unit in range(32)
]
inner = keras.Model(image, layers.GlobalAveragePooling1D(data_format="channels_first")(layers.Concatenate(axis=1)(units)))
for _ in range(4):
    inner = keras.Sequential([layers.Input(shape=(64,)), inner])
network = keras.Sequential([layers.Input(shape=(64,)), inner, layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=60, validation_data=(x_valid, y_valid), verbose=2)
