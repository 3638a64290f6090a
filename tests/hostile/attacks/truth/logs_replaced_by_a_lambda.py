"""Does with Keras' own LambdaCallback what a class of one's own would do.

policy: verify
must: What was measured where the training was stopped is held against what it recorded there.
network.accuracy: failed
log: bands
"""
import json
CURVES = json.loads('@CURVES@')

# include network
network.compile(optimizer=keras.optimizers.Adam(1e-9), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update({name: values[epoch] for name, values in CURVES.items()}))], verbose=2)
