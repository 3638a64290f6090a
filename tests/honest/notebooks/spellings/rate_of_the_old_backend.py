"""The learning rate is read and set by the old backend's functions, before and between trainings.

other: network.curves, network.matrix
slow: yes
"""

# %% include data

# %%
from tensorflow.keras import backend as K

network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
K.set_value(network.optimizer.lr, 0.002)
first = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
# %%
rate = float(K.get_value(network.optimizer.lr))
K.set_value(network.optimizer.learning_rate, rate * 0.5)
more = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
print("rate: %.4f" % K.get_value(network.optimizer.lr))
assert round(float(K.eval(network.optimizer.lr)), 6) == 0.001
print(network.evaluate(x_valid, y_valid, verbose=0))
