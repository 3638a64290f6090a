"""Does what the scorer and the trainer do just as the recorder does it; nothing else of the
recorder is theirs.
"""
