"""Has an optimizer of its own that keeps slow weights beside the fast ones, and trains twice with it.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
class Lookahead(keras.optimizers.Adam):
    def build(self, variables):
        super().build(variables)
        self.slow = self.add_optimizer_variables(variables, "slow")
        for slow, variable in zip(self.slow, variables):
            slow.assign(variable)

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(gradient, variable, learning_rate)
        slow = self.slow[self._get_variable_index(variable)]
        slow.assign(slow + 0.5 * (variable - slow))
        variable.assign(0.9 * variable + 0.1 * slow)


network = build()
network.compile(optimizer=Lookahead(0.002), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
history = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
