"""Measures, a module for each thing that the benchmark tells."""
