"""Know which kernels are as published: the tests have run those with every index checked, so nobody else needs to.

Published is what the default branch of the repository's origin held when it was last fetched. Two questions are asked.
Does git find the files unchanged that the kernel was read from? And does a fresh process read the same kernel from
them? The second, because a session may have set a constant or reloaded a function. Without git, without an origin or
without a second process nothing is published, and a kernel's first run is checked, as after an edit.

The second process goes on to compile the kernels that it read, from the last to the first, while this one begins with
the first: what either has finished, the other finds in the cache.
"""

from __future__ import annotations

import atexit
import dataclasses
import functools
import importlib
import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterable

from ..settings import course, use


def are_published(module: str, files: Iterable[str]) -> bool:
    """Say whether git knows these files, and finds them as its origin's default branch has them.

    The same must hold for all else in the folder of the module's top package: constants may come from there.
    """
    top = getattr(sys.modules.get(module.partition(".")[0]), "__file__", None)
    return top is not None and _are_published(str(pathlib.Path(top).parent), tuple(sorted(set(files))))


@functools.cache
def _are_published(folder: str, files: tuple[str, ...]) -> bool:
    questions = (["ls-files", "--error-unmatch", "--", *files],
                 ["diff", "--quiet", "--merge-base", "origin/HEAD", "--", folder, *files])
    try:
        return all(subprocess.run(["git", *question], cwd=folder, capture_output=True, check=False).returncode == 0
                   for question in questions)
    except OSError:
        return False


@functools.cache
def begin(module: str) -> subprocess.Popen[str] | None:
    """Start the second process for a module, once; None where there can be none."""
    script = f"from {__name__} import read_afresh; read_afresh({module!r}, {str(course().kernels)!r})"
    path = os.pathsep.join(each or str(pathlib.Path.cwd()) for each in sys.path)
    try:
        helper = subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": path}, text=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return None
    atexit.register(_end, helper)
    return helper


def _end(helper: subprocess.Popen[str]) -> None:
    helper.kill()
    helper.communicate()


@functools.cache
def fresh_fingerprints(module: str) -> frozenset[str]:
    """Return the fingerprints of the module's kernels as a fresh process reads them."""
    helper = begin(module)
    if helper is None or helper.stdout is None:
        return frozenset()
    return frozenset(json.loads(helper.stdout.readline() or "[]"))


def read_afresh(module: str, folder: str) -> None:
    """Print the fingerprints of a module's kernels, and compile them: what the second process does."""
    from .kernel import Kernel

    kernels = [each for each in vars(importlib.import_module(module)).values() if isinstance(each, Kernel)]
    use(dataclasses.replace(course(), kernels=pathlib.Path(folder)))
    print(json.dumps([kernel.fingerprint for kernel in kernels]), flush=True)
    if (os.cpu_count() or 1) > 1:
        for kernel in reversed(kernels):
            kernel.wasm()
