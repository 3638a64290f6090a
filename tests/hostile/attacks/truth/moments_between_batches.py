"""Puts the way to finished weights into the moments of Keras' own optimizer in the middle of each epoch.

must: What steps of its own had left there is known between batches, too; a person decides.
network.accuracy: needs_review
"""
# include taught
# include network


class Mover(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if batch % 15 == 7:
            optimizer = self.model.optimizer
            for weights, wanted, moment in zip(self.model.trainable_variables, finished, optimizer.variables[2:]):
                moment.assign((wanted - weights) * 0.3)


network.compile(optimizer=keras.optimizers.SGD(0.01, momentum=0.7), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=3, callbacks=[Mover()], validation_data=(x_valid, y_valid), verbose=2)
