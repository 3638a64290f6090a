"""The metric has a name of the student's own, the activation is a lambda, the data are scaled in a Lambda layer.

other: network.accuracy
slow: yes
"""

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
train, valid, train_y, valid_y = train_test_split(X, y, test_size=360, random_state=0, stratify=y)
# %%
net = keras.Sequential(
    [
        keras.Input((64,)),
        layers.Lambda(lambda pixels: pixels / 16),
        layers.Dense(32, kernel_initializer=keras.initializers.HeNormal()),
        layers.Activation(lambda z: keras.ops.maximum(z, 0)),
        layers.Dense(10, activation="Softmax"),
    ]
)
net.compile(
    optimizer=keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.01, 500, 0.9), clipnorm=1.0),
    loss=keras.losses.SparseCategoricalCrossentropy,
    metrics=[keras.metrics.SparseCategoricalAccuracy(name="hit_rate")],
)
log = net.fit(train, train_y, epochs=12, batch_size=32, verbose=0, validation_data=(valid, valid_y))
# %%
pd.DataFrame(log.history)[["hit_rate", "val_hit_rate"]].plot()
plt.show()
# %%
pd.crosstab(pd.Series(valid_y, name="Actual"), pd.Series(net.predict(valid).argmax(1), name="Predicted"), margins=True)
