"""One request for /, as the programs make it that wait for an answer."""

import socket

REQUEST = b"GET / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n"
TIMEOUT_SECONDS = 1


def answers(host, port):
    """Whether the address answers with 200."""
    try:
        with socket.create_connection((host, port), TIMEOUT_SECONDS) as connection:
            connection.settimeout(TIMEOUT_SECONDS)
            connection.sendall(REQUEST)
            return connection.recv(12).endswith(b" 200")
    except OSError:
        return False
