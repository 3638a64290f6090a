"""A pipeline of MinMaxScaler and MLPClassifier with cross-validation scores, a learning curve and a report for each class.

parts: classifier, network
slow: yes
"""

# %%
import numpy as np
import matplotlib.pyplot as plt
import keras
from keras import layers
from sklearn.datasets import load_digits
from sklearn.metrics import ConfusionMatrixDisplay, classification_report, confusion_matrix
from sklearn.model_selection import cross_val_score, learning_curve, train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=360, random_state=0, stratify=y)
pipe = Pipeline([
    ("scale", MinMaxScaler()),
    ("mlp", MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, random_state=0)),
])
scores = cross_val_score(pipe, X_train, y_train, cv=3)
print("CV accuracy: %0.3f (+/- %0.3f)" % (scores.mean(), scores.std() * 2), scores)
pipe.fit(X_train, y_train)
print("Accuracy of pipeline on test set:", pipe.score(X_test, y_test))
print(classification_report(y_test, pipe.predict(X_test)))
# %%
sizes, train_scores, test_scores = learning_curve(pipe, X_train, y_train, cv=3, train_sizes=[0.2, 0.6, 1.0])
plt.fill_between(sizes, test_scores.min(1), test_scores.max(1), alpha=0.2)
plt.plot(sizes, train_scores.mean(1), "o-"); plt.plot(sizes, test_scores.mean(1), "o-")
plt.show()
# %%
scaler = pipe.named_steps["scale"]
A, B = scaler.transform(X_train), scaler.transform(X_test)
model = keras.Sequential([layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
h = model.fit(A, y_train, validation_data=(B, y_test), epochs=40, batch_size=32, verbose=0)
plt.figure(); plt.plot(h.history["loss"], label="loss"); plt.plot(h.history["val_loss"], label="val_loss"); plt.legend(); plt.show()
plt.figure(); plt.plot(h.history["accuracy"], label="accuracy"); plt.plot(h.history["val_accuracy"], label="val_accuracy"); plt.legend(); plt.show()
ConfusionMatrixDisplay.from_predictions(y_test, model.predict(B, verbose=0).argmax(1))
plt.show()
