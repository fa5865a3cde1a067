"""Take a lesson's Markdown apart, so that tests can ask about its words.

A lesson is read with the parser that the book uses. What comes out is a flat list of `Block`s: who reads aloud would
say them in this order. Math, bibliographies and comments say nothing and are left out; code cells are kept as such.

The *plain layer* is what every reader reads: paragraphs and lists that are neither folded away nor part of the
sections that may be as hard as they need ("The model", "Sources").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import textstat
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

ROOT = Path(__file__).resolve().parents[2]

HARD_SECTIONS = {"The model", "Sources"}
SILENT = {"bibliography", "code", "code-block", "code-cell", "glossary", "image", "math", "raw", "toctree"}
LABELLED = {"figure", "solution"}  # what follows their name is a file or a label, not words
FOLDING = {"dropdown", "solution", "toggle"}
_CITING = re.compile(r"cite(:\w+)?|footcite(:\w+)?|doi|eq|download")
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:+-]+)\}\s*(?P<title>.*)")
_OPTION = re.compile(r":(?P<name>[\w-]+):[ \t]*(?P<value>.*)\n?")
_WORD = re.compile(r"[^\W_](?:[\w'’.,%-]*\w)?%?")
_SENTENCE_END = re.compile(r"[.?!][\"'”’)\]]*(?=\s|$)")


@dataclass(frozen=True)
class Block:
    """One piece of text: `kind` is heading, title (of a box), paragraph, item, cell, caption, alt or code.

    section: the headings above it, outermost first. boxes: the names and classes of the boxes around it; opened: the
    line on which the innermost of them begins. terms: its links to the glossary, as they read.
    """

    kind: str
    text: str
    line: int
    section: tuple[str, ...]
    boxes: tuple[str, ...] = ()
    opened: int = 0
    terms: tuple[str, ...] = ()

    @property
    def plain(self) -> bool:
        """Say whether the block belongs to the plain layer."""
        folded, hard = FOLDING & set(self.boxes), HARD_SECTIONS & set(self.section)
        return self.kind in ("paragraph", "item") and not folded and not hard


@dataclass(frozen=True)
class Figures:
    """What a reading test counts; the grade is Flesch-Kincaid's."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        """Return the school year that reads this with ease."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def read_lesson(path: Path) -> list[Block]:
    """Read a lesson's file into blocks."""
    return read_blocks(path.read_text("utf8"))


def read_blocks(markdown: str) -> list[Block]:
    """Read MyST Markdown into blocks."""
    return list(_Reader().blocks(markdown, 0, (), 0))


def plain_layer(blocks: Iterable[Block]) -> list[Block]:
    """Keep what every reader reads."""
    return [block for block in blocks if block.plain]


def measure(texts: Iterable[str], terms: Collection[str] = ()) -> Figures:
    """Count words, sentences and syllables; each text ends its last sentence, a term counts one syllable a word."""
    words = sentences = syllables = 0
    for text in texts:
        plain, simple = _without_terms(text, terms)
        found = _words(plain)
        words += len(found) + simple
        syllables += simple + sum(_syllables(word) for word in found)
        if found or simple:
            sentences += len(_SENTENCE_END.findall(text.strip())) + (not _SENTENCE_END.search(text.strip()[-3:]))
    return Figures(words, sentences, syllables)


def glossary_terms(path: Path = ROOT / "book" / "glossary.md") -> set[str]:
    """Read the terms of the book's glossary."""
    terms: set[str] = set()
    for token in _parser().parse(path.read_text("utf8")):
        if token.type in ("fence", "colon_fence") and token.info.startswith("{glossary}"):
            terms |= {line.strip() for line in token.content.splitlines() if line[:1] not in ("", " ", ":", "\t")}
    return terms


class _Reader:
    """Walk the tokens of a lesson and of the boxes in it, remembering the headings passed."""

    def __init__(self) -> None:
        self._section: tuple[str, ...] = ()

    def blocks(self, markdown: str, offset: int, boxes: tuple[str, ...], opened: int) -> Iterator[Block]:
        """Yield the blocks of a text that begins `offset` lines below the top, within boxes."""
        tokens = _parser().parse(markdown)
        items = 0
        for before, token in zip([None, *tokens], tokens, strict=False):
            line = offset + (token.map[0] if token.map else 0) + 1
            items += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
            if token.type in ("fence", "colon_fence"):
                yield from self._directive(token, line, boxes)
            elif token.type == "inline" and before is not None:
                text, terms = _spoken(token)
                if before.type == "heading_open":
                    kind, above = "heading", int(before.tag[1:]) - 1
                    self._section = (*(*self._section, *[""] * above)[:above], text)
                else:
                    kind = "cell" if before.type in ("th_open", "td_open") else "item" if items else "paragraph"
                if text:
                    yield Block(kind, text, line, self._section, boxes, opened, terms)

    def _directive(self, token: Token, line: int, boxes: tuple[str, ...]) -> Iterator[Block]:
        match = _DIRECTIVE.match(token.info)
        if match is None:
            return  # a plain listing
        name = match["name"]
        options, body, skipped = _split_options(token.content)
        if name in ("image", "figure") and options.get("alt"):
            yield Block("alt", options["alt"], line, self._section, boxes, line)
        if name == "code-cell":
            tags = options.get("tags", "").strip("[]").split(", ")
            yield Block("code", body.strip(), line + skipped + 1, self._section, (*boxes, *tags), line)
        if name in SILENT:
            return
        inside = (*boxes, name, *options.get("class", "").split())
        if match["title"] and name not in LABELLED:
            text, terms = _spoken(_parser().parseInline(match["title"])[0])
            yield Block("title", text, line, self._section, inside, line, terms)
        kind = {"figure": "caption", "list-table": "cell", "table": "cell"}.get(name)
        for block in self.blocks(body, line + skipped, inside, line):
            yield replace(block, kind=kind) if kind else block


@cache
def _parser() -> MarkdownIt:
    extensions = {"amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath", "substitution", "tasklist"}
    return create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)


def _split_options(content: str) -> tuple[dict[str, str], str, int]:
    """Split a directive's `:name: value` lines from its body; also count the lines split off."""
    options: dict[str, str] = {}
    body = content
    while match := _OPTION.match(body):
        options[match["name"]] = match["value"].strip()
        body = body[match.end() :]
    return options, body, content.count("\n") - body.count("\n")


def _spoken(token: Token) -> tuple[str, tuple[str, ...]]:
    """Return the words of an inline token as a reader sees them, and those that link to the glossary."""
    words: list[str] = []
    terms: list[str] = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif child.type == "image":
            words.append(child.content)
        elif child.type == "myst_role" and not _CITING.fullmatch(child.meta["name"]):
            shown = re.sub(r"\s*<[^<>]*>$", "", child.content)
            words.append(shown)
            if child.meta["name"] == "term":
                terms.append(shown)
    return re.sub(r"\s+([.,;:?)])", r"\1", " ".join("".join(words).split())), tuple(terms)


def _without_terms(text: str, terms: Collection[str]) -> tuple[str, int]:
    """Take the glossary's terms, singular or plural, out of a text; also count their words."""
    if not terms:
        return text, 0
    longest_first = sorted(terms, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})s?\b", re.IGNORECASE)
    return pattern.sub(" ", text), sum(len(_words(found)) for found in pattern.findall(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


@cache
def _syllables(word: str) -> int:
    return max(1, int(textstat.textstat.syllable_count(word)))  # a numeral counts one
