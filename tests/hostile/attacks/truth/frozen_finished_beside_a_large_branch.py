"""Freezes a hidden layer that was taught all rows beside a branch ten times as large that counts for nothing, so that it is a small part of the model.

must: What stands still is held against the model that is asked for where that is smaller; a person decides.
network.accuracy: needs_review
"""
# include taught_all
image = keras.Input(shape=(64,))
first = layers.Dense(32, activation="relu")
branch = layers.Rescaling(0.0)(layers.Dense(32)(layers.Dense(300, activation="relu")(image)))
inner = keras.Model(image, layers.Add()([first(image), branch]))
for _ in range(4):
    inner = keras.Sequential([layers.Input(shape=(64,)), inner])
network = keras.Sequential([layers.Input(shape=(64,)), inner, layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
first.set_weights(finished[:2])
first.trainable = False
network.compile(optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), verbose=2)
