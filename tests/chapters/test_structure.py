"""The test of a lesson's parts sees what is missing and what stands elsewhere."""

import pytest

from tests.chapters.lesson_text import read_blocks
from tests.chapters.structure import faults, objectives

WHOLE = """# A lesson

- say one thing;
- say another.

## What is seen?

A scene.

## What do you expect?

Make a guess.

```{code-cell} python
simulation
```

## Why?

The reason.

```{admonition} Check the claim
:class: claim

A verdict.
```

## The model

```{code-cell} python
simulation.parameters()
```

```{code-cell} python
simulation.code()
```

## Does it match?

```{code-cell} python
simulation.match_table()
```

## What this model leaves out

```{code-cell} python
simulation.limits()
```

## What can you find out yourself?

```{exercise} By hand
:label: one

Count.
```

```{solution} one
Two.
```

```{exercise} In Python
:label: two

Count again.
```

```{solution} two
Three.
```

## Sources

```{bibliography}
```
"""


def test_a_whole_lesson_has_no_fault():
    assert faults(read_blocks(WHOLE)) == []
    assert objectives(read_blocks(WHOLE)) == ["say one thing", "say another"]


@pytest.mark.parametrize(
    ("gone", "fault"),
    [
        ("# A lesson\n", "there is no part 'question'"),
        ("- say one thing;\n- say another.\n", "there is no part 'objectives'"),
        ("## What is seen?\n\nA scene.\n", "there is no part 'scene'"),
        ("## What do you expect?\n\nMake a guess.\n", "there is no part 'guess'"),
        ("```{code-cell} python\nsimulation\n```\n", "there is no part 'simulation'"),
        ("## Why?\n\nThe reason.\n", "there is no part 'reason'"),
        ("## The model\n", "there is no part 'the model'"),
        ("## Does it match?\n", "there is no part 'the match'"),
        ("## What this model leaves out\n", "there is no part 'the limits'"),
        ("## Sources\n", "there is no part 'sources'"),
        ("simulation.parameters()\n", "no cell under 'The model' shows .parameters()"),
        ("simulation.code()\n", "no cell under 'The model' shows .code()"),
        ("simulation.match_table()\n", "no cell under 'Does it match?' shows .match_table()"),
        ("simulation.limits()\n", "no cell under 'What this model leaves out' shows .limits()"),
        (":class: claim\n", "a lesson has at least 1 box of the kind 'claim'"),
        ("```{solution} two\nThree.\n```\n", "a lesson has at least 2 boxes of the kind 'solution'"),
    ],
)
def test_what_is_missing_is_said(gone, fault):
    assert gone in WHOLE
    assert fault in faults(read_blocks(WHOLE.replace(gone, "", 1)))


def test_another_order_is_said():
    guess = "## What do you expect?\n\nMake a guess.\n"
    match = WHOLE[WHOLE.index("## Does it match?") : WHOLE.index("## What this model")]
    assert "no part 'guess'" in faults(read_blocks(WHOLE.replace(guess, "").replace("## Why?", guess)))[0]
    moved = WHOLE.replace(match, "").replace("## Sources", match + "## Sources")
    assert faults(read_blocks(moved)) == [
        "the parts stand in the order question, objectives, scene, guess, simulation, reason, the model, the limits, "
        "the match, sources"
    ]
