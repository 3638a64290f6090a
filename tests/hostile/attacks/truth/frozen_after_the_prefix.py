"""Makes every layer untrainable, and the step anew, once nobody looks.

policy: verify
must: A training that something can change later is trained to its end.
network.accuracy: !passed
log: bands
"""
class Freeze(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch == 5:
            self.model.trainable = False
            self.model.train_function = None
            self.model.make_train_function()

# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Freeze()], verbose=2)
