"""Receives, checks and bounds what a kernel sends."""
