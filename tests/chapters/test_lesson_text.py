"""The readers of lessons can see what they are there to see."""

import re

import pytest

from tests.chapters.lesson_text import glossary_terms, measure, plain_layer, read_blocks
from tests.chapters.tone import RULES, lint, lint_blocks

LESSON = """---
kernelspec: {name: python3}
---

# Can it hold?

Some {term}`T cells <T cell>` hold a tumour, $x^2$ says {cite:p}`koebel2007`.
A [weak one](#surveillance?killing=0.4) does not.

(a-label)=
:::{admonition} Check the claim
:class: claim

You can **boost your immune system**.
:::

```{code-cell} python
:tags: [hide-input]
surveillance  # delve!
```

:::{dropdown} A longer way
Interestingly, it is long.

- one thing
:::

| cells | days |
|---|---|
| 8 | 100 |

```{figure} mouse.svg
:alt: A mouse
:name: mouse

The mouse has a tumour.
```

$$ y = x $$

% a remark for authors

## The model

Nonlinear differential equations.

### Its parts

Dimensionless parameters.

## What this model leaves out

1. Blood
2. Lymph
"""


@pytest.fixture(scope="module")
def blocks():
    return read_blocks(LESSON)


def find(blocks, text):
    found = [block for block in blocks if text in block.text]
    assert len(found) == 1, f"{text!r} is in {len(found)} blocks"
    return found[0]


def test_blocks_know_kind_line_and_section(blocks):
    assert find(blocks, "Can it hold").kind == "heading"
    assert find(blocks, "A longer way").kind == "title"
    assert find(blocks, "The mouse").kind == "caption"
    assert find(blocks, "A mouse").kind == "alt"
    assert find(blocks, "100").kind == "cell"
    assert find(blocks, "Blood").kind == "item"
    assert find(blocks, "Dimensionless").section == ("Can it hold?", "The model", "Its parts")
    for block in blocks:
        line = LESSON.splitlines()[block.line - 1]
        assert block.text.split()[-1].strip(".?*") in line or block.kind == "paragraph", block


def test_a_paragraph_reads_as_a_reader_sees_it(blocks):
    paragraph = find(blocks, "hold a tumour")
    assert paragraph.text == "Some T cells hold a tumour, says. A weak one does not."
    assert paragraph.terms == ("T cells",)


def test_the_plain_layer_is_what_every_reader_reads(blocks):
    texts = [block.text for block in plain_layer(blocks)]
    assert texts == [
        "Some T cells hold a tumour, says. A weak one does not.",
        "You can boost your immune system.",
        "Blood",
        "Lymph",
    ]


def test_code_math_and_remarks_say_nothing(blocks):
    assert [block.text for block in blocks if block.kind == "code"] == ["surveillance  # delve!"]
    words = " ".join(block.text for block in blocks if block.kind != "code")
    for silent in ("surveillance", "remark", "y = x", "kernelspec", "hide-input", "koebel"):
        assert silent not in words


def test_grade_of_a_known_text():
    # 6 words, 1 sentence, 6 syllables
    figures = measure(["The cat sat on the mat."])
    assert (figures.words, figures.sentences, figures.syllables) == (6, 1, 6)
    assert figures.grade == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_hard_words_and_long_sentences_raise_the_grade():
    easy = measure(["A cell left the breast. It came to the lung. It died there."])
    hard = measure(["Heterogeneous immunological surveillance necessitates differentiation of cytotoxic populations."])
    assert easy.grade < 3
    assert hard.grade > 15


def test_a_term_counts_one_syllable_a_word():
    figures = measure(["Immune surveillance holds metastases."], {"immune surveillance", "metastase"})
    assert (figures.words, figures.syllables) == (4, 4)
    assert measure(["Immune surveillance holds metastases."]).syllables > 8


def test_decimals_and_items_make_no_sentences():
    assert measure(["It falls from 0.45 to 0.20 in 1,000 days. Then it stays"]).sentences == 2
    assert measure(["no stop", "none here"]).sentences == 2
    assert measure(['He said "no." She left.']).sentences == 2


def test_the_lint_sees_folded_text_but_not_claims(blocks):
    assert {finding.phrase for finding in lint_blocks(blocks)} == {"Interestingly"}
    assert str(lint_blocks(blocks)[0]).startswith("line 23: 'Interestingly'")


BAD = [
    "This can boost your immune system.", "An immune-boosting tea.", "Type in your risk.", "your own prognosis",
    "You should stop the drug.", "We guarantee it.", "A miracle.", "A wonder drug.", "a breakthrough",
    "It cures cancer.", "natural remedies", "a detox week", "superfoods", "She lost her battle with cancer.", "to beat cancer",
    "He failed chemo.", "an army of cells", "victims of the disease", "Interestingly, no.", "a crucial step",
    "It plays a key role.", "multifaceted", "a complex interplay", "paving the way", "we delve into it",
    "the treatment landscape", "In conclusion, no.", "It grows!",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_the_lint_finds(text):
    assert lint(text)


def test_every_rule_is_tried():
    assert {finding.why for text in BAD for finding in lint(text)} == set(RULES.values())
    unused = [rule for rule in RULES if not any(re.search(rule, text, re.IGNORECASE) for text in BAD)]
    assert unused == []


@pytest.mark.parametrize(
    "text",
    [
        "Killer cells find the tumour cells and kill them.",
        "Some are unlikely to survive. The risk of the virtual women is 29 in 100.",
        "The heart beats. Natural killer cells arrive.",
        "Does it grow twice as large, a little larger, or without end?",
    ],
)
def test_the_lint_leaves_plain_words_alone(text):
    assert lint(text) == []


def test_terms_of_a_glossary(tmp_path):
    page = tmp_path / "glossary.md"
    page.write_text("# Glossary\n\n:::{glossary}\nT cell\n  A white one.\n\nmatrix\n  Their ground.\n:::\n", "utf8")
    assert glossary_terms(page) == {"T cell", "matrix"}
