"""Trains two networks by tapes in one cell, the one that is far too slow first.

slow: yes
"""

# %% include data
# %% include build
# %% include tapes
# %%
slow_model, slow_curves = trained(1e-5)
network, curves = trained(0.003)
for name in ("loss", "accuracy"):
    plt.plot(curves[name])
    plt.plot(curves["val_" + name])
    plt.show()
# %%
predicted = network.predict(x_valid, verbose=0).argmax(axis=1)
print(confusion_matrix(y_valid, predicted))
