#!/usr/bin/env python3
"""Answers frames: four bytes of length, then a URL; back goes its host, or with a negative length why there is none."""
import struct
import sys
from urllib.parse import urlsplit

questions, answers = sys.stdin.buffer, sys.stdout.buffer
while head := questions.read(4):
    url = questions.read(struct.unpack(">i", head)[0]).decode()
    host = urlsplit(url).hostname
    text = f"{host}\n" if host else f"no host in '{url}'"
    answer = text.encode()
    answers.write(struct.pack(">i", len(answer) if host else -len(answer)) + answer)
    answers.flush()
