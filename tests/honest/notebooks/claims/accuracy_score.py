"""The accuracy is computed with scikit-learn, on training and on validation digits.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [7]
from sklearn.metrics import accuracy_score, classification_report

print("Accuracy on training set:", accuracy_score(y_train, network.predict(x_train, verbose=0).argmax(1)))
pred = network.predict(x_valid, verbose=0).argmax(1)
print("Accuracy:", accuracy_score(y_valid, pred))
print(classification_report(y_valid, pred))
# %% [output]
# Accuracy on training set: 0.9993041057759221
# Accuracy: 0.9722222222222222
