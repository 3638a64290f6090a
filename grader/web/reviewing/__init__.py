"""Holds the class that people review, and writes down what they decide, without a word of HTTP."""
