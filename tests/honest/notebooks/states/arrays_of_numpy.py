"""np.savez of the history, loaded with allow_pickle; the model as JSON with weights in an npz; drawn after that.
"""

# %% include data
# %% include network
# %%
np.savez("h.npz", **history.history)
np.save("hist.npy", history.history)
h = np.load("hist.npy", allow_pickle=True).item()
np.savez("w.npz", *network.get_weights())
again = keras.models.model_from_json(network.to_json())
with np.load("w.npz") as f:
    again.set_weights([f[k] for k in f.files])
# %%
for metric in ("loss", "accuracy"):
    plt.plot(h[metric]); plt.plot(h["val_" + metric]); plt.show()
print(confusion_matrix(y_valid, again.predict(x_valid, verbose=0).argmax(axis=1)))
