"""Trains the reference models of an assignment; the only room, beside the recorder and the scorer,
that knows TensorFlow.
"""
