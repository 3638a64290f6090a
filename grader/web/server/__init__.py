"""How the pages are reached: the socket, who may come in, and what is refused."""
