"""Recognises the assignment's rows among those that a model was trained on."""
