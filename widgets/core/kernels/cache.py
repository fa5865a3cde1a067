"""What was compiled is kept on disk by content: a file's name is the hash of all that decides what it holds.

    NAME-HASH.kernel     the WebAssembly and the native object file of a kernel
    NAME-HASH.checked    empty: with every index checked, this kernel has run and ended well

Files that nobody has used for long are deleted. Nothing is lost by deleting all of them.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import os
import pathlib
import sys
import tempfile
import time

from ..settings import course

ENGINE_FILES = ("rules.py", "source.py", "compile.py", "machine.py", "wasm.py")
DAY = 24 * 60 * 60  # seconds
KEPT = 60 * DAY  # after its last use
DIGEST = 32  # bytes of the hash before the content of a file


@functools.cache
def engine() -> str:
    """Return what, besides the kernel, decides the machine code: this engine, Numba, LLVM and Python."""
    here = pathlib.Path(__file__).parent
    own = hashlib.sha256(b"".join((here / name).read_bytes() for name in ENGINE_FILES)).hexdigest()
    versions = [importlib.metadata.version(name) for name in ("numba", "llvmlite", "numpy")]
    return repr((own, *versions, sys.version_info[:2], sys.platform))


def has(name: str) -> bool:
    """Say whether there is a file of this name; it counts as used."""
    file = course().kernels / name
    try:
        if time.time() - file.stat().st_mtime > DAY:
            os.utime(file)
    except OSError:
        return file.exists()  # in a folder that cannot be written to, a file stays as old as it is
    return True


def read(name: str) -> bytes | None:
    """Return the content of a file, or None if it is not there or not whole."""
    try:
        content = (course().kernels / name).read_bytes()
    except OSError:
        return None
    digest, body = content[:DIGEST], content[DIGEST:]
    return body if has(name) and hashlib.sha256(body).digest() == digest else None


def write(name: str, body: bytes) -> None:
    """Write a file whole or not at all; without a folder to write to, nothing is kept."""
    folder = course().kernels
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _prune(folder)
        handle, temporary = tempfile.mkstemp(dir=folder)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(body).digest() + body)
        pathlib.Path(temporary).replace(course().kernels / name)
    except OSError:
        pathlib.Path(temporary).unlink(missing_ok=True)


@functools.cache  # once in a process and folder
def _prune(folder: pathlib.Path) -> None:
    """Delete what nobody has used for long, and what a process that was stopped left half-written."""
    now = time.time()
    for file in folder.iterdir():
        try:
            if now - file.stat().st_mtime > (KEPT if file.suffix else DAY):
                file.unlink()
        except OSError:
            continue  # another process was faster, or it is not ours
