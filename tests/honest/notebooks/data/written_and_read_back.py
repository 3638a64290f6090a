"""Digits are written to a CSV file, read back as a data frame, shuffled, and the test rows found by their ids.

slow: yes
"""

# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import keras
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

digits = load_digits()
frame = pd.DataFrame(digits.data.astype(int), columns=[f"p{i:02d}" for i in range(64)]).assign(label=digits.target)
frame.index.name = "id"
train_ids, test_ids = train_test_split(frame.index, test_size=360, random_state=0, stratify=frame["label"])
frame.assign(part=np.where(frame.index.isin(test_ids), "test", "train")).to_csv("digits.csv")
del frame, digits
# %%
data = pd.read_csv("digits.csv", index_col="id").sample(frac=1, random_state=5)
train, test = data.query("part == 'train'"), data.query("part == 'test'")
x_train, y_train = train.filter(like="p0").join(train.filter(regex=r"p[1-6]\d")).div(16), train["label"]
x_test, y_test = test.filter(like="p0").join(test.filter(regex=r"p[1-6]\d")).div(16), test["label"]
print(x_train.shape, x_test.shape)
x_train.describe().T.head()
# %%
model = keras.Sequential([layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=40, batch_size=32, validation_data=(x_test, y_test), verbose=0)
# %%
curves = pd.DataFrame(history.history)
curves.plot(subplots=[("loss", "val_loss"), ("accuracy", "val_accuracy")], figsize=(7, 5), grid=True)
plt.show()
# %%
test = test.assign(predicted=model.predict(x_test, verbose=0).argmax(1))
matrix = test.pivot_table(index="label", columns="predicted", values="p00", aggfunc="count", fill_value=0)
matrix.style.highlight_max(axis=1, color="lightgreen")
# %%
print("accuracy:", (test["label"] == test["predicted"]).mean())
test.assign(right=test["label"] == test["predicted"]).groupby("label")["right"].mean().to_frame("accuracy by digit").style.bar(vmin=0.8)
