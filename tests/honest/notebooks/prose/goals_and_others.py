"""The text speaks of a goal, of chance level, of what others reach, and rounds its own result.

other: network.curves, network.matrix
slow: yes
"""

# %% [markdown]
# # Digits
# State-of-the-art networks reach accuracies surpassing 99.7% on MNIST. Random guessing gives 10 % accuracy. The goal of
# this notebook is an accuracy of more than 95%. According to LeCun et al. a linear classifier has an accuracy of 88.0 %.
# %% include data
# %% include network
# %% [markdown]
# The network has about 97% accuracy, so the goal of 95 % is reached. Almost 100% would need convolutions.
