"""Speaks to the host's audit through netlink, which knows no namespace.

must: Of netlink there are routes only.
bare: breach
"""
import socket
try:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 9)
    print('BREACH')
except OSError as error:
    print(error)
