"""Has an optimizer of its own that keeps finished weights among its variables, and goes a little of the way to them beside each honest step.

must: What an optimizer of one's own holds before its first step is counted; a person decides.
network.accuracy: needs_review
"""
# include taught


class Nearing(keras.optimizers.Adam):
    def build(self, variables):
        super().build(variables)
        self.anchors = self.add_optimizer_variables(variables, "anchor")
        for anchor, weights in zip(self.anchors, finished):
            anchor.assign(weights)

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(gradient, variable, learning_rate)
        anchor = self.anchors[self._get_variable_index(variable)]
        variable.assign(0.98 * variable + 0.02 * anchor)


# include network
network.compile(optimizer=Nearing(0.0005), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.optimizer.build(network.trainable_variables)
history = network.fit(x_train, y_train, batch_size=32, epochs=10, validation_data=(x_valid, y_valid), verbose=2)
