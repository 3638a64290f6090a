"""Gives the kernel its sockets without a folder to make them in."""

from __future__ import annotations

from typing import Any


def adopt(sockets: dict[int, int]) -> None:
    """Make Jupyter's channels use the host's listening sockets (port → descriptor) instead of
    making files of their own.

    Messages wait for the host without limit: ZeroMQ would throw away what is too much for it, the
    word that a cell is done among the rest.
    """
    import zmq
    from ipykernel.heartbeat import Heartbeat
    from ipykernel.kernelapp import IPKernelApp

    def bind(self: Any, channel: Any, port: int) -> int:
        channel.setsockopt(zmq.USE_FD, sockets[port])
        channel.setsockopt(zmq.SNDHWM, 0)
        channel.bind(f"ipc://{self.ip}-{port}")
        return port

    def bind_heartbeat(self: Any) -> None:
        bind(self, self.socket, self.port)

    IPKernelApp._try_bind_socket = bind
    Heartbeat._try_bind_socket = bind_heartbeat
