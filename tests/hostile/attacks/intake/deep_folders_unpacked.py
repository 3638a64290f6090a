"""Lies in folders that are three hundred deep, as a program has unpacked them that minds no depth.

must: It is left out and named; nobody walks there, and the others are graded.
graded: 1
says: folders deep
"""
import os

before = os.getcwd()
os.chdir(here)
for _ in range(300):
    os.mkdir("d")
    os.chdir("d")
Path("hw.ipynb").write_bytes(BAD)
os.chdir(before)
