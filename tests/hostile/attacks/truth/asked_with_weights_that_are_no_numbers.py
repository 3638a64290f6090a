"""Tells the host that weights are fresh which are NaN and 10³⁸, and asks for a training of one epoch.

must: The host trains from weights of its own.
network.accuracy: !passed
"""
import sys

# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
asking = sys.modules["recorder.asking.ask"]
asking.is_untouched = lambda variable: True
asking.start_digest = lambda variables: "no number"
network.set_weights([np.full(one.shape, value, "float32") for one, value in zip(network.get_weights(), (np.nan, 1e38, -1e38, np.inf))])
history = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=2)
