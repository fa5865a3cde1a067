"""Citations in words, from the one BibTeX file that the course names."""

from __future__ import annotations

import functools
import pathlib
from dataclasses import dataclass
from typing import Any

from .settings import course


@dataclass(frozen=True)
class Reference:
    """One entry of the bibliography in plain text: "Kuznetsov and others, 1994", its title, where, and its DOI."""

    key: str
    short: str
    title: str
    where: str
    doi: str

    def long(self) -> str:
        """Return the reference as one line of text."""
        link = f"https://doi.org/{self.doi}" if self.doi else ""
        line = ". ".join(part for part in (self.short, self.title, self.where, link) if part)
        return line.replace("?. ", "? ")


@functools.cache
def read_bibliography(path: pathlib.Path, modified: float = 0.0) -> dict[str, Reference]:
    """Return the references of a BibTeX file by key; `modified` makes an edited file count as a new one."""
    from pybtex.database import parse_file

    return {key: _reference(key, entry) for key, entry in parse_file(str(path)).entries.items()}


def cite(key: str, path: pathlib.Path | None = None) -> Reference:
    """Return the reference of a source key, in the course's bibliography or another.

    Raises KeyError naming the key and the file that lacks it.
    """
    path = path or course().bibliography
    if path is None or not path.is_file():
        raise KeyError(f"source {key!r}: there is no bibliography" + (f" {path}" if path else ": the course names none"))
    references = read_bibliography(path, path.stat().st_mtime)
    if key not in references:
        raise KeyError(f"source {key!r} is not in {path}")
    return references[key]


def _reference(key: str, entry: Any) -> Reference:
    """Return a pybtex entry, which has no type, as a Reference."""
    names = [
        _plain(" ".join([*person.prelast_names, *person.last_names])) for person in entry.persons.get("author", [])
    ]
    given = {name: _plain(value) for name, value in entry.fields.items()}
    if len(names) > 2 or names[1:] == ["others"]:
        authors = f"{names[0]} and others"
    else:
        authors = " and ".join(names) or given.get("publisher", given.get("howpublished", key))
    place = given.get("journal") or given.get("booktitle") or given.get("publisher") or given.get("howpublished") or ""
    volume = given.get("volume", "")
    pages = given.get("pages", "")
    where = " ".join(part for part in (place, volume + (f":{pages}" if volume and pages else pages)) if part)
    return Reference(
        key,
        f"{authors}, {given['year']}" if "year" in given else authors,
        given.get("title", ""),
        where,
        given.get("doi", ""),
    )


def _plain(latex: str) -> str:
    """Return BibTeX text without braces and with its accents as letters."""
    from pybtex.richtext import Text

    return " ".join(str(Text.from_latex(latex)).split())
