"""The training writes a table, which pandas reads and prints; the model is built by its first batch.

other: network.curves, network.matrix
runs: network Adam 40
"""

# %% include data

# %%
import pandas as pd

network = keras.Sequential([layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
log = keras.callbacks.CSVLogger("log.csv")
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[log], verbose=0)
# %%
table = pd.read_csv("log.csv")
assert len(table) == len(history.epoch) == 40
assert table["val_accuracy"].iloc[-1] == history.history["val_accuracy"][-1]
network.summary()
print(network.evaluate(x_valid, y_valid, verbose=0))
