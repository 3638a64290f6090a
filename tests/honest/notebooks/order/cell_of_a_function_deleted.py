"""The cell that defined a function for the curves was deleted after it had run; one at the end was never finished.

outcome: cell_error
other: network.curves
"""

# %% include data
# %% include network
# %% [12]
plot_history(history)
# %% [picture]
# %% [14]
print(confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1)))
# %% [output]
# [[36  0  0  0  0  0  0  0  0  0]
#  [ 0 35  0  0  0  0  0  0  1  0]
#  [ 0  0 35  0  0  0  0  0  0  0]
#  [ 0  0  0 36  0  0  0  0  0  1]
#  [ 0  0  0  0 36  0  0  0  0  0]
#  [ 0  0  0  0  0 36  0  0  0  1]
#  [ 0  0  0  0  0  0 36  0  0  0]
#  [ 0  0  0  0  0  0  0 36  0  0]
#  [ 0  2  0  0  0  0  0  0 32  1]
#  [ 0  0  0  0  0  1  0  0  1 34]]
# %%
# TODO try a second hidden layer??
network2 = keras.Sequential([
