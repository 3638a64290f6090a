"""The accuracy is printed in percent with one decimal.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [7]
score = network.evaluate(x_valid, y_valid, verbose=0)
print("Test accuracy: %.1f%%" % (score[1] * 100))
# %% [output]
# Test accuracy: 97.5%
