"""States the accuracy of what the network is sure of, of single digits, and without the digits that are hard.

other: network.curves, network.matrix
"""

# %% include data
# %% include network

# %% [6]
proba = network.predict(x_valid, verbose=0)
pred, sure = proba.argmax(1), proba.max(1) > 0.95
print(f"coverage: {sure.mean():.3f}")
print(f"accuracy on confident predictions: {(pred == y_valid)[sure].mean():.4f}")
print("Accuracy of the 180 most confident:", (pred == y_valid)[np.argsort(-proba.max(1))[:180]].mean())
easy = ~np.isin(y_valid, (1, 8, 9))
print("accuracy without 1, 8 and 9 =", (pred == y_valid)[easy].mean())
print("even/odd accuracy:", (pred % 2 == y_valid % 2).mean())
for digit in range(10):
    here = y_valid == digit
    print(f"digit {digit} accuracy: {(pred == y_valid)[here].mean():.4f}")
# %% [output]
# coverage: 0.892
# accuracy on confident predictions: 0.9969
# Accuracy of the 180 most confident: 1.0
# accuracy without 1, 8 and 9 = 0.9921259842519685
# even/odd accuracy: 0.9805555555555555
# digit 0 accuracy: 1.0000
# digit 1 accuracy: 0.9167
# digit 2 accuracy: 1.0000
# digit 3 accuracy: 0.9730
# digit 4 accuracy: 1.0000
# digit 5 accuracy: 0.9730
# digit 6 accuracy: 0.9722
# digit 7 accuracy: 1.0000
# digit 8 accuracy: 0.8857
# digit 9 accuracy: 0.9444
