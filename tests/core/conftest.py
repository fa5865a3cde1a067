"""Fixtures of the tests of the core."""

import sys

import pytest


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder whose modules can be imported, and are forgotten afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(str(tmp_path)):
            del sys.modules[name]
