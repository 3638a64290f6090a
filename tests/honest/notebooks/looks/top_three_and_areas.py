"""Prints how often the digit is among the best three, and areas under curves of all classes.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [6]
from sklearn.metrics import f1_score, roc_auc_score, top_k_accuracy_score

proba = network.predict(x_valid, verbose=0)
print(f"Top-1 accuracy: {top_k_accuracy_score(y_valid, proba, k=1):.4f}")
print(f"Top-2 accuracy: {top_k_accuracy_score(y_valid, proba, k=2):.4f}")
print(f"Top-3 accuracy: {top_k_accuracy_score(y_valid, proba, k=3):.4f}")
print("ROC AUC (ovr):", roc_auc_score(y_valid, proba, multi_class="ovr"))
print("macro F1:", f1_score(y_valid, proba.argmax(1), average="macro"))
# %% [output]
# Top-1 accuracy: 0.9667
# Top-2 accuracy: 0.9917
# Top-3 accuracy: 0.9972
# ROC AUC (ovr): 0.9994
# macro F1: 0.9663
