"""Passes a table of pandas, with weights for the classes.

other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data
# %% include build

# %% [3]
import pandas as pd

network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    pd.DataFrame(x_train),
    pd.Series(y_train),
    class_weight={digit: 1.0 + digit / 20 for digit in range(10)},
    batch_size=32,
    epochs=12,
    validation_data=(x_valid, y_valid),
    verbose=0,
)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
