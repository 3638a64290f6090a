"""Plotly where it can be had and Matplotlib where not; Bokeh is missing; a rich table and a matrix in HTML by hand.

slow: yes
"""

# %% include data
# %% include network
# %%
try:
    from bokeh.plotting import figure, show
    HAVE_BOKEH = True
except ImportError:
    HAVE_BOKEH = False
try:
    import plotly.graph_objects as go
    from plotly.subplots import make_subplots
    fig = make_subplots(rows=1, cols=2, subplot_titles=("Loss", "Accuracy"))
    for col, key in enumerate(("loss", "accuracy"), start=1):
        for prefix, name in (("", "train"), ("val_", "validation")):
            fig.add_trace(go.Scatter(y=history.history[prefix + key], name=f"{name} {key}", mode="lines"), row=1, col=col)
    fig.update_layout(template="plotly_white", height=350)
    fig.show()
except ImportError:
    for key in ("loss", "accuracy"):
        plt.plot(history.history[key]); plt.plot(history.history["val_" + key]); plt.show()
# %%
from IPython.display import HTML, Markdown, display

pred = network.predict(x_valid, verbose=0).argmax(1)
cm = confusion_matrix(y_valid, pred)
cells = "".join(
    f"<tr><th>{i}</th>" + "".join(f"<td style='background:rgba(0,90,200,{v / row.sum():.2f})'>{v}</td>" for v in row) + "</tr>"
    for i, row in enumerate(cm)
)
display(HTML(f"<table><tr><th></th>{''.join(f'<th>{j}</th>' for j in range(10))}</tr>{cells}</table>"))
display(Markdown(f"**Accuracy:** {np.trace(cm) / cm.sum():.3f} &nbsp; *({np.trace(cm)} of {cm.sum()})*"))
# %%
from rich.console import Console
from rich.table import Table

table = Table(title="per digit")
for name in ("digit", "precision", "recall"):
    table.add_column(name, justify="right")
for d in range(10):
    table.add_row(str(d), f"{cm[d, d] / cm[:, d].sum():.3f}", f"{cm[d, d] / cm[d].sum():.3f}")
Console().print(table)
