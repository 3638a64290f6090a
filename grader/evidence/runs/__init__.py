"""Finds the training runs of a notebook, what is known of each, and which part of the assignment it
answers.
"""
