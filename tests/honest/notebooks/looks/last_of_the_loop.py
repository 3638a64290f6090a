"""Tests the network by test_on_batch and by a loop over batches, and prints the accuracy of the last batch.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network
# %% [6]
metric = keras.metrics.SparseCategoricalAccuracy()
for start in range(0, len(x_valid), 32):
    batch = slice(start, start + 32)
    metric.update_state(y_valid[batch], network(x_valid[batch]))
print("Accuracy by batches:", float(metric.result()))
loss, acc = network.test_on_batch(x_valid[-40:], y_valid[-40:])
print("accuracy of the last batch:", float(acc))
print("acc:", (network.predict_on_batch(x_valid[:50]).argmax(1) == y_valid[:50]).mean())
# %% [output]
# Accuracy by batches: 0.9694444537162781
# accuracy of the last batch: 1.0
# acc: 1.0
