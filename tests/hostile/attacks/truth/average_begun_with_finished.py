"""Puts finished weights into the averages that Keras' own optimizer keeps, which become the weights at the training's end.

must: What is in a model at its end and no training had left is measured without; a person decides.
network.accuracy: needs_review
"""
# include taught
# include network


class Putting(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        for average, wanted in zip(self.model.optimizer._model_variables_moving_average, finished):
            average.assign(wanted)


network.compile(
    optimizer=keras.optimizers.Adam(0.001, use_ema=True, ema_momentum=0.9999),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
history = network.fit(x_train, y_train, batch_size=32, epochs=4, callbacks=[Putting()], validation_data=(x_valid, y_valid), verbose=2)
