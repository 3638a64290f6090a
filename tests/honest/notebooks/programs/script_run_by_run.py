"""Writes the whole training into a script and runs it with `%run` in the notebook's own names.

slow: yes
"""

# %% include data
# %%
%%writefile train.py
import keras
from keras import layers

net = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
hist = net.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
# %%
%run -i train.py
# %%
for key, values in hist.history.items():
    plt.plot(values, label=key)
plt.legend()
plt.show()
print(confusion_matrix(y_valid, net.predict(x_valid, verbose=0).argmax(1)))
