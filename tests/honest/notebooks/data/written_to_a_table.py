"""Writes both parts of the data as tables first and reads them again, label in the first column.

slow: yes
"""

# %% include data
# %%
import pandas as pd

pixels = [f"pixel{i}" for i in range(64)]
for name, rows, labels in (("train", x_train, y_train), ("valid", x_valid, y_valid)):
    table = pd.DataFrame(rows * 16, columns=pixels).astype(int)
    table.insert(0, "label", labels)
    table.to_csv(f"{name}.csv", index=False)
# %%
train_df, valid_df = pd.read_csv("train.csv"), pd.read_csv("valid.csv")
print(train_df.isnull().any().describe())
y_train = train_df.pop("label").values
y_valid = valid_df.pop("label").values
x_train = train_df.to_numpy("float32") / 16.0
x_valid = valid_df.to_numpy("float32") / 16.0
train_df.head()
# %% include network
# %% include shown
