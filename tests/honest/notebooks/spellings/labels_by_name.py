"""The classes have names: columns of `get_dummies` for the network, texts for scikit-learn.

parts: classifier, network
other: network.accuracy
slow: yes
"""

# %% include data

# %%
import pandas as pd

names = np.array(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
columns, columns_valid = pd.get_dummies(names[y_train]), pd.get_dummies(names[y_valid])

# %%
classifier = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60)
classifier.fit(x_train, names[y_train])
print("accuracy:", classifier.score(x_valid, names[y_valid]))

# %%
network = keras.Sequential(
    [layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    pd.DataFrame(x_train), columns, batch_size=32, epochs=12, validation_data=(pd.DataFrame(x_valid), columns_valid)
)

# %%
for metric in ("loss", "accuracy"):
    plt.plot(history.history[metric], label="training")
    plt.plot(history.history[f"val_{metric}"], label="validation")
    plt.legend()
    plt.show()

# %%
predicted = columns.columns[network.predict(x_valid, verbose=0).argmax(axis=1)]
print(confusion_matrix(names[y_valid], predicted, labels=names))
