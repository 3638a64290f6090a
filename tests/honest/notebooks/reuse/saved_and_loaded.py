"""The model is saved, loaded again and evaluated.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network
# %%
network.save("network.keras")
again = keras.models.load_model("network.keras")
print(again.evaluate(x_valid, y_valid, verbose=0))
