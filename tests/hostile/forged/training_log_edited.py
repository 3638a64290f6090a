"""Writes better values into the log of a training that is validated on nothing.

kind: claim_mismatch
"""

# %% include data

# %% [4]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

history = network.fit(x_train, y_train, batch_size=32, epochs=2, verbose=2)
# %% [output]
# Epoch 1/2
# 45/45 - 1s - 15ms/step - accuracy: 0.9446 - loss: 0.2391
# Epoch 2/2
# 45/45 - 0s - 2ms/step - accuracy: 0.9934 - loss: 0.1192
