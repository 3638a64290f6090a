"""A typo breaks one cell after the training, and another one calls what newer versions no longer have.

outcome: cell_error
slow: yes
"""

# %% include data
# %% include network
# %%
print("Accuracy:", histroy.history["val_accuracy"][-1])
# %%
classes = network.predict_classes(x_valid)
# %% include shown
