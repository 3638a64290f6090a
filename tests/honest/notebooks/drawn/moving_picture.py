"""An animation of the curves, frame by frame; beneath it the last picture, and the matrix as an animation, too.

slow: yes
"""

# %% include data
# %% include network
# %% [3]
from IPython.display import HTML
from matplotlib.animation import FuncAnimation

h = history.history
fig, axes = plt.subplots(1, 2, figsize=(8, 3))
lines = [axes[k // 2].plot([], [], label=name)[0] for k, name in enumerate(["loss", "val_loss", "accuracy", "val_accuracy"])]
axes[0].set(xlim=(0, 40), ylim=(0, 2.5))
axes[1].set(xlim=(0, 40), ylim=(0, 1))


def draw(frame):
    for line in lines:
        line.set_data(range(frame + 1), h[line.get_label()][: frame + 1])
    return lines


anim = FuncAnimation(fig, draw, frames=range(0, 40, 13), blit=True)
HTML(anim.to_jshtml())
# %% [4]
for name in h:
    plt.plot(h[name], label=name)
plt.legend()
plt.show()
print(confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1)))
