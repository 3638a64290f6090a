"""Begins with weights that were taught the held-out rows, spoiled until they are right one time in ten, and trains them honestly for a few epochs.

must: The training is done again from draws of Keras' own; a person decides where none comes near.
network.accuracy: needs_review
"""
# include network
# include taught
# include spoiled
network.set_weights(spoiled)
network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
print("began", network.evaluate(x_valid, y_valid, verbose=0))
history = network.fit(x_train, y_train, batch_size=32, epochs=4, validation_data=(x_valid, y_valid), verbose=2)
