"""Writes the model to a module with a magic, imports it, and runs a second file with `%run`.

slow: yes
"""

# %% include data
# %%
%%writefile mymodel.py
from keras import Sequential, layers


def make(units=32):
    model = Sequential([layers.Input((64,)), layers.Dense(units, activation="relu"), layers.Dense(10, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
# %%
%%writefile plots.py
import matplotlib.pyplot as plt


def curves(history):
    for key in ("loss", "accuracy"):
        plt.figure()
        plt.plot(history[key])
        plt.plot(history["val_" + key])
        plt.title(key)
        plt.show()
# %%
import importlib

import mymodel

importlib.reload(mymodel)
%run plots.py
# %%
network = mymodel.make()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
curves(history.history)
# %%
print(confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1)))
