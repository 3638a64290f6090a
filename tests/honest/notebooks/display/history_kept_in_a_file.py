"""The history is pickled, read again in another cell and plotted from there; the matrix lies in a table with names.

slow: yes
"""

# %% include data
# %% include network
# %%
import os
import pickle

os.makedirs("results", exist_ok=True)
with open("results/history.pkl", "wb") as handle:
    pickle.dump(history.history, handle)
network.save("results/network.keras")
# %% [markdown]
# From here on nothing has to be trained again.
# %%
import pandas as pd
from tensorflow.keras.models import load_model

with open("results/history.pkl", "rb") as handle:
    hist = pickle.load(handle)
loaded = load_model("results/network.keras")
df = pd.DataFrame(hist)
df.index = df.index + 1
ax = df[["accuracy", "val_accuracy"]].plot(grid=True, figsize=(8, 4), ylim=(0, 1))
ax.set_xlabel("epoch")
df[["loss", "val_loss"]].plot(logy=True)
plt.show()
# %%
import tensorflow as tf

cm = tf.math.confusion_matrix(y_valid, loaded.predict(x_valid).argmax(1)).numpy()
pd.DataFrame(cm, index=[f"true {i}" for i in range(10)], columns=[f"pred {i}" for i in range(10)])
