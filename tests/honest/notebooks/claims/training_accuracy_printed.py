"""The training accuracy is printed and named just accuracy; it is higher than the held-out one.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network
# %% [9]
loss, accuracy = network.evaluate(x_train, y_train, verbose=0)
print("Accuracy: %.4f" % accuracy)
# %% [output]
# Accuracy: 0.9979
# %% [10]
print("Final training accuracy:", history.history["accuracy"][-1])
# %% [output]
# Final training accuracy: 0.9986
