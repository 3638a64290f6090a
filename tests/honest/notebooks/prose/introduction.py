"""An introduction about MNIST and its records, before anything is trained.

other: network.curves, network.matrix
slow: yes
"""

# %% [markdown]
# # Handwritten digits
# MNIST is the "hello world" of deep learning. Convolutional networks reach an accuracy of 99.8 % on it (Wan et al., 2013), humans about 99.8 %, and even
# k-nearest neighbours have an accuracy of 96.9 %. In this notebook we train a much smaller network, which should get at least 95 %.
# %% include data
# %% include network
