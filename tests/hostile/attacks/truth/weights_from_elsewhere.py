"""Sets finished weights, and trains with a learning rate of zero.

must: The weights never changed while it trained; a person decides.
integrity: unchanged_weights
"""
# include network
finished = [classifier.coefs_[0], classifier.intercepts_[0], classifier.coefs_[1], classifier.intercepts_[1]]
network.set_weights([weights * (abs(weights) > 1e-6) for weights in finished])  # TensorFlow takes the tiniest for zero
network.compile(optimizer=keras.optimizers.Adam(0.0), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2)
