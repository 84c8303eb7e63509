"""Loaded behind the wall by the tests: a decoder that a stranger's bytes took over.

A request is a program in Python. What it needs is loaded here, in front of the closed wall, as it would be in
a process whose libraries have all of it.
"""

import ctypes
import mmap
import os
import pickle
import select
import signal
import socket
import struct
import subprocess
import threading
import time

from testigo.wall.task import Work

LIBRARY = ctypes.CDLL(None)
LOADED = (ctypes, mmap, os, pickle, select, signal, socket, struct, subprocess, threading, time)
SETTINGS: list[bytes] = []


def answer(request: bytes) -> bytes:
    said: dict[str, bytes] = {}
    exec(request.decode(), {**globals(), "said": said})
    return said.get("answer", b"survived")


WORK = Work(SETTINGS.append, answer)
