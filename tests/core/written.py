"""Modules that a test writes, imports and edits."""

import importlib
import os
import sys


def write(folder, name, text):
    """Write a module; a new version gets a later time stamp, so that Python never takes an old one from its cache."""
    file = folder / f"{name}.py"
    later = file.stat().st_mtime + 10 if file.exists() else 0
    file.write_text(text, "utf8")
    if later:
        os.utime(file, (later, later))
    importlib.invalidate_caches()
    return file


def load(name):
    """Import a module, or import it again after an edit."""
    if name in sys.modules:
        return importlib.reload(sys.modules[name])
    return importlib.import_module(name)
