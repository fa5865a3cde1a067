"""What makes a stage? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

from widgets.core import Challenge, Simulation, Table

from .figures import measured_again, the_case, the_rule
from .model import CHEST_WALL, stage_builder

RULE = "nci_breast_cancer_staging"

simulation = Simulation(
    name="stage_builder",
    title="What makes a stage?",
    caption="An invented case, the rule that gives it a stage, and a hundred teams that measure it.",
    kernels=(stage_builder,),
    views=(the_case, the_rule, measured_again),
    summary=(
        ("is_fourth", "**Stage IV.** Cells have settled far away. That decides, whatever the size and the nodes."),
        ("is_third_c", ("**Stage IIIC.** {nodes:.0f} nodes hold cells. Ten or more are N3, whatever the size. Nothing was "
                       "found in another organ.")),
        ("is_third_b", ("**Stage IIIB.** It measures {diameter:.0f} mm and has reached the chest wall or the skin. That is T4, "
                       "whatever its size, and still no distant spread.")),
        ("is_third_a", ("**Stage IIIA.** {diameter:.0f} mm, and nodes that count: {counted:.0f}. {same_stage:.0f} of 100 teams "
                       "find the same stage.")),
        ("is_second_b", ("**Stage IIB.** {diameter:.0f} mm, and nodes that count: {counted:.0f}. {same_stage:.0f} of 100 teams "
                       "find the same stage.")),
        ("is_second_a", ("**Stage IIA.** {diameter:.0f} mm, and nodes that count: {counted:.0f}. {same_stage:.0f} of 100 teams "
                       "find the same stage.")),
        ("is_first_b", ("**Stage IB.** {diameter:.0f} mm, and a group of {deposit:.1f} mm in a node: a micrometastasis. "
                       "{same_stage:.0f} of 100 teams find the same stage.")),
        ("isolated", ("**Stage IA.** The cells in the node lie alone, in groups of {deposit:.1f} mm at most. They are "
                     "written down and do not count.")),
        ("", "**Stage IA.** {diameter:.0f} mm, and no node with cells. {same_stage:.0f} of 100 teams find the same stage."),
    ),
    numbers=Table({"Group, 1 for IA to 8 for IV": "group_number:.0f", "Teams of 100": "teams:.0f"}, rows=8),
    presets={
        "Small, no node": {"diameter": 12.0, "nodes": 0},
        "Small, ten nodes": {"diameter": 12.0, "nodes": 10, "deposit": 5.0},
        "Large, no node": {"diameter": 60.0, "nodes": 0},
        "On the chest wall": {"reach": CHEST_WALL, "nodes": 0},
        "On the border": {"diameter": 20.0, "deposit": 5.0, "error": 3.0},
        "In a bone, too": {"diameter": 25.0, "nodes": 2, "deposit": 5.0, "distant": 1},
    },
    challenges=(
        Challenge("Make a stage III out of a tumour of 20 mm or less.", done="small_third",
                  why="You found it. Nodes or neighbours decide; a small tumour can be in stage III."),
        Challenge("Keep a tumour larger than 50 mm in stage II.", done="large_second",
                  why="You found it. T3 with no node is IIB: large is not the same as spread."),
        Challenge("Find a case that splits the teams: no stage gets more than half of the hundred.", done="undecided",
                  why="You found it. Near a border the same case gets two names. A stage is a measured thing."),
    ),
    badge="published model",
    evidence="an agreed rule",
    leaves_out=(
        "Grade, hormone receptors and HER2: since 2018 they make a second, prognostic stage in the United States.",
        "Nodes above and below the collarbone and behind the breastbone, which change N, and distant nodes, which make M1.",
        "Tumours that cannot be found in the breast (T0), and those that have not broken out of a duct (stage 0).",
        "Treatment before surgery: what is found after it is staged in a way of its own.",
        "How often each case is met: all of these are invented, and each is as easy to make as any other.",
        "Real errors: one number for all rulers, and one for all biopsies.",
    ),
    source=RULE,
)
