"""Lets graders reach the pages: opens the socket, knows who may come in, refuses the rest."""
