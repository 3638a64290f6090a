"""Writes the reference's own curves over the logs of a training that learns nothing, and hands in their log.

policy: verify
must: What was measured where the training was stopped is held against what it recorded there.
network.accuracy: failed
log: bands
"""
import json
CURVES = json.loads('@CURVES@')

class Liar(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs.update({name: values[epoch] for name, values in CURVES.items()})

# include network
network.compile(optimizer=keras.optimizers.Adam(1e-9), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Liar()], verbose=2)
