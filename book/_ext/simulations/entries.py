"""YAML that authors write, taken field by field: whatever is wrong is named with its file and its line."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

REQUIRED = object()
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


class BankError(ValueError):
    """A question bank that cannot be used; the text begins with file and line."""


class Entry:
    """A YAML mapping that knows its lines: fields are taken one by one, what is left over is an error."""

    def __init__(self, path: Path, node: yaml.Node) -> None:
        self._path, self._node = path, node
        self._keys: dict[str, yaml.Node] = {}
        self._fields: dict[str, yaml.Node] = {}
        self._taken: set[str] = set()
        if not isinstance(node, yaml.MappingNode):
            raise self._error("expected `name: value` lines here", node)
        for key, value in node.value:
            name = str(key.value)
            if name in self._fields:
                raise self._error(f"{name!r} is given twice", key)
            self._keys[name], self._fields[name] = key, value

    @classmethod
    def parse(cls, path: Path) -> Entry:
        """Read a whole file, which should be one mapping."""
        try:
            node = yaml.compose(path.read_text("utf8"), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise BankError(f"{path}:{line}: {error.problem or error.context}") from None
        except yaml.YAMLError as error:
            raise BankError(f"{path}:1: {error}") from None
        if node is None:
            raise BankError(f"{path}:1: the file is empty")
        return cls(path, node)

    @property
    def names(self) -> list[str]:
        """The names that the file gives, in their order."""
        return list(self._fields)

    def line(self) -> int:
        """Return the line that the mapping begins on."""
        return int(self._node.start_mark.line) + 1

    def require(self, condition: object, message: str, name: str) -> None:
        """Raise `BankError` at the field `name` unless the condition holds."""
        if not condition:
            raise self._error(message, self._keys.get(name, self._node))

    def require_identifier(self, text: str, name: str) -> None:
        """Raise `BankError` at the field `name` unless the text can name something."""
        self.require(_IDENTIFIER.fullmatch(text), f"{text!r} should be lower case, digits and underscores", name)

    def finish(self) -> None:
        """Raise if the file gives a name that nobody asked for."""
        for name, key in self._keys.items():
            if name not in self._taken:
                raise self._error(f"{name!r} is not known here; known are {', '.join(sorted(self._taken))}", key)

    def text(self, name: str, default: Any = REQUIRED) -> Any:
        """Take a text; numbers and dates that YAML would read into it are refused."""
        return self._scalar(name, default, str, "a text; quote it if it looks like a number or holds `: `")

    def flag(self, name: str, default: Any = REQUIRED) -> Any:
        """Take true or false."""
        return self._scalar(name, default, bool, "true or false")

    def whole(self, name: str, default: Any = REQUIRED) -> Any:
        """Take a whole number."""
        return self._scalar(name, default, int, "a whole number")

    def number(self, name: str, default: Any = REQUIRED) -> Any:
        """Take a finite number; whole numbers stay whole."""
        value = self._scalar(name, default, (int, float), "a number such as 8.19 or 2.0e+7")
        self.require(math.isfinite(value), f"{name!r} should be finite", name)
        return value

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        """Take a text that is one of those allowed."""
        value: str = self.text(name)
        self.require(value in allowed, f"{name} {value!r} should be one of {', '.join(allowed)}", name)
        return value

    def entry(self, name: str, default: Any = REQUIRED) -> Any:
        """Take a mapping."""
        node = self._take(name, default)
        return Entry(self._path, node) if isinstance(node, yaml.Node) else node

    def entries(self, name: str, default: Any = REQUIRED) -> Any:
        """Take a list of mappings, at least one."""
        node = self._take(name, default)
        if not isinstance(node, yaml.Node):
            return node
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self._error(f"{name!r} should be a list: lines that begin with `- `", node)
        return [Entry(self._path, item) for item in node.value]

    def _take(self, name: str, default: Any) -> Any:
        self._taken.add(name)
        if name in self._fields:
            return self._fields[name]
        if default is REQUIRED:
            raise self._error(f"{name!r} is missing", self._node)
        return default

    def _scalar(self, name: str, default: Any, kind: Any, words: str) -> Any:
        node = self._take(name, default)
        if not isinstance(node, yaml.Node):
            return node
        value = yaml.SafeLoader("").construct_document(node)
        # bool is an int in Python, but `points: true` is a mistake
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self._error(f"{name!r} should be {words}", node)
        if isinstance(value, str):
            value = " ".join(value.split())
            if not value:
                raise self._error(f"{name!r} is empty", node)
        return value

    def _error(self, message: str, node: yaml.Node) -> BankError:
        return BankError(f"{self._path}:{node.start_mark.line + 1}: {message}")
