"""Rows and labels come as frames and strings ("three"), and the class report is printed by name.

parts: classifier
"""

# %% [1]
import pandas as pd
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score, classification_report
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

digits = load_digits(as_frame=True)
X = digits.data / 16
y = digits.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=360, random_state=0, stratify=y)
names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
t_train = y_train.map(dict(enumerate(names)))
t_test = y_test.map(dict(enumerate(names)))
X_train.head()
# %% [2]
clf = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, random_state=0)
clf.fit(X_train, t_train)
pred = clf.predict(X_test)
print(classification_report(t_test, pred))
print("Accuracy:", accuracy_score(t_test, pred))
