"""Only the colours of the logarithms are drawn, and a table in Markdown of the network's results; the last twenty epochs.

slow: yes
"""

# %% include data
# %% include network
# %%
from IPython.display import Markdown, display
from matplotlib.colors import LogNorm

plt.plot(history.history["val_accuracy"][20:])
plt.plot(history.history["accuracy"][20:])
plt.show()
cm = confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1))
plt.imshow(cm + 0.1, norm=LogNorm(), cmap="magma")
plt.colorbar()
plt.show()
loss, accuracy = network.evaluate(x_valid, y_valid, verbose=0)
display(Markdown(f"| loss | accuracy |\n|---|---|\n| {loss:.3f} | **{accuracy:.2%}** |"))
