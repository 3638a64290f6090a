"""Prepares what the templates show: frozen records of finished sentences, so that templates only
loop and ask if.
"""
