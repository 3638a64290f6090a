"""Begins with weights that were taught the held-out rows, with a little noise on them, and trains them honestly and slowly.

must: What a training began with is measured, too; a person decides.
network.accuracy: needs_review
"""
# include network
# include taught
network.set_weights([weights + rng.normal(0, 0.02, weights.shape) for weights in finished])
network.compile(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=10, validation_data=(x_valid, y_valid), verbose=2)
