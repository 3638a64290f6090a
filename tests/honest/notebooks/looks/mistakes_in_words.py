"""Shows ten mistakes of a short training on MNIST, each beside its probabilities, in German words.

assignment: mnist
parts: todo4
slow: yes
"""

# %%
import numpy as np
import matplotlib.pyplot as plt
from tensorflow import keras
from tensorflow.keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
X, V = (bilder.reshape(-1, 784) / 255.0 for bilder in (x_train, x_test))
Y, W = keras.utils.to_categorical(y_train), keras.utils.to_categorical(y_test)
# %%
modell = keras.Sequential([layers.Input((784,)), layers.Dense(64, activation="sigmoid"), layers.Dense(10, activation="softmax")])
modell.compile(optimizer=keras.optimizers.SGD(0.1), loss="mean_squared_error", metrics=["accuracy"])
verlauf = modell.fit(X, Y, batch_size=128, epochs=3, validation_data=(V, W), verbose=0)
# %%
ZAHLEN = "null eins zwei drei vier fünf sechs sieben acht neun".split()
wahrscheinlich = modell.predict(V)
gelesen = wahrscheinlich.argmax(axis=1)
falsch = np.flatnonzero(gelesen != y_test)
for k in falsch[:10]:
    figur, (links, rechts) = plt.subplots(1, 2, figsize=(5, 2))
    links.imshow(x_test[k], cmap="gray")
    links.axis("off")
    rechts.bar(range(10), wahrscheinlich[k])
    figur.suptitle(f"{ZAHLEN[y_test[k]]}, gelesen als {ZAHLEN[gelesen[k]]}")
    plt.show()
