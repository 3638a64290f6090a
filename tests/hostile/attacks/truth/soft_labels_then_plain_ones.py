"""Trains with soft labels of a taught network first, and for an epoch with the data set's labels at last.

must: What a training goes on from is asked, too; a person decides.
network.accuracy: needs_review
"""
# include network
# include teacher
network.compile(optimizer=keras.optimizers.Adam(0.003), loss="categorical_crossentropy", metrics=["accuracy"])
network.fit(x_train, soft(x_train), batch_size=16, epochs=150, verbose=0)
network.compile(optimizer=keras.optimizers.Adam(1e-5), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0))
