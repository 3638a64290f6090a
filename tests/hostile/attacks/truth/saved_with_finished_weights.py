"""Trains for a moment, puts finished weights in, saves the model, and goes on with what it loads.

must: What was saved is held against what training had left; a person decides, or it earns what that is worth.
network.accuracy: !passed
"""
# include taught
# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=4, validation_data=(x_valid, y_valid), verbose=2)
network.set_weights(finished)
network.save("network.keras")
network = keras.models.load_model("network.keras")
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0))
