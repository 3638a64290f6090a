"""Learns nothing and lets the validation's own result say what the curves say.

policy: verify
must: What was measured where the training was stopped is held against what it recorded there.
network.accuracy: failed
log: bands
"""
import json
CURVES = json.loads('@CURVES@')

class Net(keras.Sequential):
    epoch = -1

    def evaluate(self, *args, **kwargs):
        self.epoch += 1
        return {"loss": CURVES["val_loss"][self.epoch], "accuracy": CURVES["val_accuracy"][self.epoch]}

class Liar(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs.update(loss=CURVES["loss"][epoch], accuracy=CURVES["accuracy"][epoch])

# include network
network.compile(optimizer=keras.optimizers.Adam(1e-9), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.__class__ = Net
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Liar()], verbose=2)
