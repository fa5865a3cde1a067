"""What `make` says when something is missing: tried with a search path that lacks it."""

import os
import shutil
import subprocess

import pytest

from book.lessons import ROOT

TOOLS = ("bash", "cat", "chmod", "id", "make", "mkdir", "printf", "rm", "touch")


@pytest.fixture
def make(tmp_path):
    """Return a function that runs `make` for a new environment with chosen stand-ins for other programs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        (folder / name).symlink_to(shutil.which(name))

    def run(target, programs, **variables):
        for name, script in programs.items():
            (folder / name).write_text(f"#!{shutil.which('bash')}\n{script}\n", "utf-8")
            (folder / name).chmod(0o755)
        settings = [f"{name}={value}" for name, value in {"VENV": tmp_path / "venv", **variables}.items()]
        environment = {"PATH": str(folder), "HOME": os.environ.get("HOME", "/")}
        return subprocess.run(
            ["make", target, *settings], cwd=ROOT, env=environment, text=True, capture_output=True, check=False
        )

    return run


OLD_PYTHON = 'if [ "$1" = --version ]; then echo Python 3.9.2; else exit 1; fi'
WITHOUT_VENV = 'case "$*" in *ensurepip*) exit 1;; *) exit 0;; esac'
# makes an environment whose pip reaches no index
OFFLINE = """case "$*" in
  --version) echo Python 3.12.0;;
  *'-m venv'*) d="${!#}"; mkdir -p "$d/bin"; printf '#!%s\\necho no route to host; exit 1\\n' "$BASH" > "$d/bin/python"; chmod +x "$d/bin/python";;
esac"""


def test_without_a_fitting_python_it_says_which_and_how(make):
    done = make("setup", {"python3": OLD_PYTHON})
    assert done.returncode != 0
    assert "This needs Python 3.11, 3.12 or 3.13; python3 is Python 3.9.2." in done.stderr
    assert "make PYTHON=" in done.stderr


def test_without_the_venv_module_it_names_the_package(make):
    done = make("setup", {"python3": WITHOUT_VENV})
    assert done.returncode != 0
    assert "apt install python3-venv" in done.stderr


def test_a_named_python_comes_first(make):
    done = make("setup", {"python3": OLD_PYTHON, "mine": WITHOUT_VENV}, PYTHON="mine")
    assert "mine has no venv module" in done.stderr


def test_without_a_network_it_asks_for_one_and_leaves_no_stamp(make, tmp_path):
    done = make("setup", {"python3": OFFLINE})
    assert done.returncode != 0
    assert "no route to host" in done.stdout + done.stderr
    assert "Is there a network?" in done.stderr
    assert not (tmp_path / "venv" / ".ready").exists()


def test_without_chromium_it_names_the_one_command(make):
    done = make("chromium", {"id": "echo 1000"})
    assert done.returncode != 0
    assert "sudo apt-get install chromium" in done.stderr
    assert "make test CHROMIUM=" in done.stderr


def test_a_chromium_that_is_none_is_named(make):
    done = make("chromium", {}, CHROMIUM="/nowhere/chromium")
    assert done.returncode != 0
    assert "/nowhere/chromium is not a program" in done.stderr
