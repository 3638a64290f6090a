"""Keeps its settings and its log with W&B, and asks matplotlib for a window of its own."""

# %%
import matplotlib

matplotlib.use("TkAgg")
import wandb
from wandb.integration.keras import WandbMetricsLogger

wandb.init(project="digits", config={"epochs": 40, "batch_size": 32})
config = wandb.config

# %% include data
# %% include build

# %%
network = build()
history = network.fit(
    x_train, y_train, batch_size=config.batch_size, epochs=config["epochs"],
    validation_data=(x_valid, y_valid), verbose=0, callbacks=[WandbMetricsLogger(log_freq=5)],
)
wandb.finish()

# %% include shown
