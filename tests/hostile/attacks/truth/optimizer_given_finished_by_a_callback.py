"""Has an optimizer of its own go a little of the way to weights among its variables, which a callback exchanges for finished ones between two epochs.

must: What is put into an optimizer of one's own between its steps is counted; a person decides.
network.accuracy: needs_review
"""
# include taught


class Nearing(keras.optimizers.Adam):
    def build(self, variables):
        super().build(variables)
        self.anchors = self.add_optimizer_variables(variables, "anchor")
        for anchor, variable in zip(self.anchors, variables):
            anchor.assign(variable)

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(gradient, variable, learning_rate)
        anchor = self.anchors[self._get_variable_index(variable)]
        variable.assign(0.98 * variable + 0.02 * anchor)


class Exchange(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 1:
            for anchor, weights in zip(self.model.optimizer.anchors, finished):
                anchor.assign(weights)


# include network
network.compile(optimizer=Nearing(0.0005), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), callbacks=[Exchange()], verbose=2)
