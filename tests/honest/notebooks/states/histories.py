"""The history goes through JSON and CSV and is drawn later: error rates and smoothed losses; the input is a dict.

"""

# %% include data
# %%
digit = keras.Input((64,), name="digit")
net = keras.Model({"digit": digit}, layers.Dense(10, "softmax")(layers.Dense(32, "relu")(digit)))
net.compile("adam", "sparse_categorical_crossentropy", metrics=["acc"])
log = keras.callbacks.CSVLogger("logs/training.csv")
history = net.fit(
    {"digit": x_train},
    y_train,
    batch_size=32,
    epochs=40,
    validation_data=({"digit": x_valid}, y_valid),
    verbose=0,
    callbacks=[log],
)
# %%
import json

import pandas as pd

with open("history.json", "w") as file:
    json.dump(history.history, file)
with open("history.json") as file:
    again = json.load(file)
frame = pd.read_csv("logs/training.csv")
fig, (left, right) = plt.subplots(1, 2)
left.plot(frame["epoch"] + 1, 1 - frame["acc"], label="training error")
left.plot(frame["epoch"] + 1, 1 - frame["val_acc"], label="validation error")
left.set_yscale("log")
right.plot(pd.Series(again["loss"]).rolling(3).mean())
right.twinx().plot(pd.Series(again["val_loss"]).rolling(3).mean())
plt.show()
# %%
predicted = net.predict({"digit": x_valid}, verbose=0).argmax(axis=1)
print("held-out accuracy:", (predicted == y_valid).mean())
pd.DataFrame(confusion_matrix(y_valid, predicted), index=[f"is {n}" for n in range(10)], columns=[f"said {n}" for n in range(10)])
