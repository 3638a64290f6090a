"""Says which rows a model is trained on where they come piece by piece."""
