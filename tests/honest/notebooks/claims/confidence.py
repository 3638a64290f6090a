"""Confidences of single predictions and class shares are printed, not accuracies.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [8]
probabilities = network.predict(x_valid[:5], verbose=0)
for row in probabilities:
    print("predicted", row.argmax(), "with probability %.4f" % row.max())
print("share of zeros: %.3f" % np.mean(y_valid == 0))
# %% [output]
# predicted 3 with probability 0.9999
# predicted 1 with probability 0.9871
# predicted 7 with probability 0.9993
# predicted 4 with probability 1.0000
# predicted 8 with probability 0.9712
# share of zeros: 0.100
