"""Spreads a hidden layer that was taught all rows over 32 normalisations that may not learn, with one number for each input, deep in nested models.

must: A mean and a scale for each input are no weights, 32 of each are; a person decides.
network.accuracy: needs_review
"""
# include taught_all
image = keras.Input(shape=(64,))
spread = layers.RepeatVector(32)(image)
norms = [layers.BatchNormalization(trainable=False, center=False) for _ in range(32)]
scaled = [norm(layers.Cropping1D((unit, 31 - unit))(spread)) for unit, norm in enumerate(norms)]
inner = keras.Model(image, layers.GlobalAveragePooling1D(data_format="channels_first")(layers.Concatenate(axis=1)(scaled)))
for _ in range(4):
    inner = keras.Sequential([layers.Input(shape=(64,)), inner])
network = keras.Sequential([layers.Input(shape=(64,)), inner, layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
for unit, norm in enumerate(norms):
    norm.set_weights([64 * finished[0][:, unit], *norm.get_weights()[1:]])
network.compile(optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=30, validation_data=(x_valid, y_valid), verbose=2)
