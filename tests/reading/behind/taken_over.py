"""Loaded behind the wall by the tests: the decoder of photos, with the fault that some photos run in it."""

import ctypes
import os
import pickle
import socket
import sys
import time

from testigo.reading import photo_work
from testigo.wall.task import Work

LOADED = (ctypes, os, pickle, socket, sys, time)


def answer(request: bytes) -> bytes:
    photo = request[1:]
    if not photo.startswith(b"#!"):
        return photo_work.answer(request)
    said: dict[str, bytes] = {}
    exec(photo[2:].decode(), {**globals(), "said": said})
    return said.get("answer", b"survived")


WORK = Work(photo_work.prepare, answer)
