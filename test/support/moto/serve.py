"""Runs moto's server, and ends it as soon as standard input closes: no server outlives a killed test run."""

import os
import sys
import threading

from moto.server import main


def watch() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=watch, daemon=True).start()
main(["-H", "127.0.0.1", "-p", sys.argv[1]])
