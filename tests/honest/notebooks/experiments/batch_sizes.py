"""Several batch sizes, a few epochs each, in a table of pandas.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network
# %% include build

# %%
import pandas as pd

rows = []
for size in (8, 128, 512):
    model = build()
    h = model.fit(x_train, y_train, batch_size=size, epochs=4, validation_data=(x_valid, y_valid), verbose=0)
    rows.append({"batch size": size, "accuracy": h.history["accuracy"][-1], "val_accuracy": h.history["val_accuracy"][-1]})
pd.DataFrame(rows)
