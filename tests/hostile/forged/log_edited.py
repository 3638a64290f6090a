"""Writes better values into the saved log of a short training.

kind: claim_mismatch
"""

# %% include data

# %% [4]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

history = network.fit(x_train, y_train, batch_size=32, epochs=3, validation_data=(x_valid, y_valid), verbose=2)
# %% [output]
# Epoch 1/3
# 45/45 - 1s - 15ms/step - accuracy: 0.9446 - loss: 0.2391 - val_accuracy: 0.9583 - val_loss: 0.1441
# Epoch 2/3
# 45/45 - 0s - 2ms/step - accuracy: 0.9834 - loss: 0.1192 - val_accuracy: 0.9750 - val_loss: 0.0964
# Epoch 3/3
# 45/45 - 0s - 2ms/step - accuracy: 0.9981 - loss: 0.0737 - val_accuracy: 0.9917 - val_loss: 0.0642
