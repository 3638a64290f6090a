"""The log that was saved is of 100 epochs; the code was set back to 40 before handing in.

other: network.curves, network.matrix
"""

# %% include data

# %% [3]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2)
# %% [output]
# Epoch 1/100
# 45/45 - 1s - 15ms/step - accuracy: 0.3946 - loss: 1.9391 - val_accuracy: 0.6583 - val_loss: 1.5441
# Epoch 2/100
# 45/45 - 0s - 2ms/step - accuracy: 0.7634 - loss: 1.2192 - val_accuracy: 0.8250 - val_loss: 0.9464
# Epoch 100/100
# 45/45 - 0s - 2ms/step - accuracy: 1.0000 - loss: 0.0081 - val_accuracy: 0.9944 - val_loss: 0.0642
# %% [4]
print(network.evaluate(x_valid, y_valid, verbose=0))
# %% [output]
# [0.0642, 0.99444]
