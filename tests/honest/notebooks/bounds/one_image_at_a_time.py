"""Looks at its first images one by one, each with a prediction of its own, after the model was tested.

parts: network
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network
# %%
right = 0
for image, digit in zip(x_valid[:150], y_valid[:150]):
    right += int(network.predict_on_batch(image[None]).argmax() == digit)
for image in x_valid[:30]:
    network.predict(image[None], verbose=0)
print(right, "of the first 150 are right")
