"""Plotly draws the first row at the bottom, so the matrix is turned; the accuracy begins before the first epoch.

slow: yes
"""

# %% include data
# %% include build

# %%
import plotly.graph_objects as go

network = build()
before = [network.evaluate(rows, labels, verbose=0)[1] for rows, labels in ((x_train, y_train), (x_valid, y_valid))]
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
for name, first in zip(("accuracy", "val_accuracy"), before):
    plt.plot([round(100 * share, 1) for share in [first, *history.history[name]]], label=name)
plt.ylabel("%")
plt.legend()
plt.show()
# %%
cm = confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1))
names = [str(digit) for digit in range(10)]
figure = go.Figure(go.Heatmap(z=cm[::-1], x=names, y=names[::-1], text=cm[::-1], texttemplate="%{text}"))
figure.update_layout(xaxis_title="predicted", yaxis_title="true")
figure.show()
