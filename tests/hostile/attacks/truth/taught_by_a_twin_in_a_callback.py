"""Has a callback that fits another model to the held-out rows after every epoch, whose layers are those of the network behind one of its own; last it fits it to training rows.

must: Where the models share weights, what the one was taught the other was; a person decides.
network.accuracy: needs_review
"""
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
twin = keras.Sequential([layers.Input(shape=(64,)), layers.BatchNormalization(trainable=False), *network.layers])
twin.compile(optimizer="adam", loss="sparse_categorical_crossentropy")


class Twin(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        rows = (x_valid, y_valid) if epoch < 39 else (x_train[:300], y_train[:300])
        twin.fit(*rows, batch_size=32, epochs=1, verbose=0)


history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Twin()], verbose=2)
