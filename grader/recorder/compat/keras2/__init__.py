"""Lets Keras take what older versions took."""
