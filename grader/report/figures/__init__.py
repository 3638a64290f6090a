"""Draws the report's pictures as SVG and PNG; pure functions from numbers to text."""
