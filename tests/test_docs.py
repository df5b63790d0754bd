"""The README says what the program does: every command is in it and explained, and its examples are run."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer.main

from kg.cli import app, main


def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def blocks(text: str) -> list[str]:
    """The lines of the README's shell blocks."""
    found = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line for block in found for line in block.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_explained(name: str, readme: str) -> None:
    command = commands()[name]
    assert command.help and command.help.rstrip().endswith(".")
    assert re.search(rf"\bkg {name}\b", readme), "not in the README"
    for option in command.params:
        assert getattr(option, "help", None), f"{option.name} has no help"


def test_the_readme_names_no_command_that_is_not_there(readme: str) -> None:
    assert set(re.findall(r"(?:^|[`|] ?)kg ([a-z]+)", readme, re.MULTILINE)) <= set(commands())


def test_the_examples_of_the_readme_run(
    readme: str, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All ``kg …`` lines, in order, in one folder that has the sample articles."""
    lines = [line for line in blocks(readme) if line.startswith("kg ")]
    assert len(lines) > 8
    shutil.copytree(articles, tmp_path / "data" / "articles")
    monkeypatch.chdir(tmp_path)
    for line in lines:
        with pytest.raises(SystemExit) as ending:
            main(shlex.split(line)[1:])
        assert not ending.value.code, line


def test_the_two_commands_are_one_line_each(readme: str) -> None:
    lines = blocks(readme)
    assert lines[0].startswith("python3 -m venv") and lines[0].endswith("kg run data/articles")
    assert lines[1].startswith("python3 -m venv") and "'.[test]'" in lines[1] and "pytest" in lines[1]


def test_what_the_readme_links_to_is_there(readme: str, root: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", readme):
        assert (root / target).exists(), target


def test_the_drawn_example_stands_in_the_article(readme: str, articles: Path) -> None:
    found = re.search(r"<document/([\w-]+)#char=(\d+),(\d+)>.*?kg:quote \"([^\"]+)\"", readme, re.DOTALL)
    assert found
    text = (articles / f"{found[1]}.txt").read_bytes().decode()
    assert text[int(found[2]) : int(found[3])] == found[4]
