"""Recovers how the images were prepared before a model saw them."""
