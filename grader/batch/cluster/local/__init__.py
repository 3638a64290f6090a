"""Starts a cluster of processes on this machine, for one batch, and shares with them what one
machine needs once.
"""
