"""Gives a notebook what its student's machine has around it: folders, a keyboard, hardware that can
be asked for, files of MNIST.
"""
