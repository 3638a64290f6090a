"""plt.ion, fig.canvas.draw, plt.pause and clear_output in a loop over the epochs; ends with one plain figure.
"""

# %% include data
# %% include network
# %%
from IPython.display import clear_output, display
plt.ion()
fig, ax = plt.subplots()
for e in range(5, 41, 5):
    ax.clear()
    ax.plot(history.history["loss"][:e], label="train"); ax.plot(history.history["val_loss"][:e], label="val")
    ax.set_title(f"epoch {e}"); ax.legend()
    fig.canvas.draw(); plt.pause(0.001)
    clear_output(wait=True); display(fig)
plt.close(fig)
# %% include shown
