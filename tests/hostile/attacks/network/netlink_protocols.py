"""Opens every netlink protocol but routes: firewall, IPsec, diagnostics, device events, generic.

must: Of netlink there are routes only.
bare: breach
"""
import socket
opened = []
for protocol in range(1, 32):
    try:
        opened.append(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol))
    except OSError as error:
        print(error)
if opened:
    print('BREACH')
