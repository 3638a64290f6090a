"""Predicts, and writes another accuracy below accuracy_score.

kind: claim_mismatch
"""

# %% include data

# %% [4]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

history = network.fit(x_train, y_train, batch_size=32, epochs=2, validation_data=(x_valid, y_valid), verbose=0)
# %% [5]
from sklearn.metrics import accuracy_score

print("accuracy:", accuracy_score(y_valid, network.predict(x_valid, verbose=0).argmax(1)))
# %% [output]
# accuracy: 0.9861111111111112
