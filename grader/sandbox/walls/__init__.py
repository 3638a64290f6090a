"""Shuts a kernel in: mounts, namespaces, the filter of system calls."""
