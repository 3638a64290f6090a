"""Translated from R: lists by dicts, data frames in long form, facets for loss and accuracy, a table of truth by prediction.

slow: yes
"""

# %%
import numpy as np
import pandas as pd
import keras
import seaborn as sns
import matplotlib.pyplot as plt
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

digits = load_digits(as_frame=True)
df = digits.frame
train, test = train_test_split(df, test_size=360, random_state=0, stratify=df["target"])
x = {"train": train.drop(columns="target").to_numpy() / 16, "test": test.drop(columns="target").to_numpy() / 16}
y = {"train": train["target"].to_numpy(), "test": test["target"].to_numpy()}
train.head()
# %%
model = keras.Sequential()
model.add(keras.layers.Dense(units=32, activation="relu", input_shape=[64]))
model.add(keras.layers.Dense(units=10, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(), metrics=["accuracy"])
history = model.fit(x["train"], y["train"], epochs=40, batch_size=32, validation_data=(x["test"], y["test"]), verbose=0)
# %%
hist_df = (
    pd.DataFrame(history.history)
    .rename_axis("epoch")
    .reset_index()
    .melt(id_vars="epoch", var_name="metric", value_name="value")
    .assign(
        data=lambda d: np.where(d["metric"].str.startswith("val_"), "validation", "training"),
        metric=lambda d: d["metric"].str.removeprefix("val_"),
    )
)
hist_df.head()
# %%
g = sns.relplot(hist_df, x="epoch", y="value", hue="data", row="metric", kind="line", marker="o", height=2.5, aspect=3, facet_kws={"sharey": False})
g.set_titles("{row_name}")
plt.show()
# %%
results = pd.DataFrame({"truth": y["test"], "estimate": model.predict(x["test"], verbose=0).argmax(axis=1)})
table = results.value_counts(["truth", "estimate"]).unstack(fill_value=0)
table
# %%
results.assign(correct=lambda d: d["truth"] == d["estimate"]).groupby("truth")["correct"].agg(["mean", "count"])
