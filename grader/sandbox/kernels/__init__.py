"""Starts kernels, forked or not."""
