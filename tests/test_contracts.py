"""Contracts that hold by machine: what the source must be like, whatever it does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import CHECKOUT
from tests.pages import PAGE_FORMATS

from trialtext.formats import FORMATS

FOLDER = CHECKOUT / "src" / "trialtext" / "formats"
SOURCES = sorted((CHECKOUT / "src").rglob("*.py"))
LONGEST_REGEX = 60
COMPILING = {"compile", "match", "fullmatch", "search", "sub", "finditer", "findall", "split"}
LONGEST_FUNCTION = 50


def regexes(tree: ast.AST) -> Iterator[tuple[int, str, bool]]:
    """Give line, pattern and whether it is verbose, of every regular expression written out."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        if of_re and node.func.attr in COMPILING and node.args:
            flags = "".join(map(ast.unparse, [*node.args[1:], *(k.value for k in node.keywords)]))
            yield node.lineno, ast.unparse(node.args[0]), "VERBOSE" in flags


def test_long_regexes_are_verbose() -> None:
    terse = [
        f"{path.name}:{line}"
        for path in SOURCES
        for line, pattern, verbose in regexes(ast.parse(path.read_text("utf-8")))
        if len(pattern) > LONGEST_REGEX and not verbose
    ]
    assert terse == []


def test_long_regexes_of_formats_are_verbose() -> None:
    written = {
        regex
        for format_ in PAGE_FORMATS
        for section in format_.sections
        for regex in (
            format_.unknown_heading,
            section.pattern,
            section.followed_by,
            *(label.value or "" for label in section.labels),
        )
    }
    assert [x for x in written if len(x) > LONGEST_REGEX and not x.startswith("(?x:\n")] == []


def test_labels_are_spelt_alike_in_grammars_and_sections() -> None:
    for format_ in PAGE_FORMATS:
        grammar = format_.grammar.read_text("utf-8").replace("\\ ", " ")
        labels = [label.text for section in format_.sections for label in section.labels]
        assert [label for label in labels if label.rstrip(":") not in grammar] == []


def test_long_regexes_of_grammars_are_verbose() -> None:
    # On one line, none is verbose: Lark takes line breaks with the flag only.
    terse = [
        f"{path.name}:{number}"
        for path in sorted((CHECKOUT / "grammar").glob("*.lark"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for regex in re.findall(r": /(.+)/", line)
        if len(regex) > LONGEST_REGEX
    ]
    assert terse == []


def imports(path: Path) -> Iterator[str]:
    """Give the names of the modules that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_formats_know_nothing_of_each_other_and_the_core_nothing_of_them() -> None:
    packages = {format_.name.replace("-", "_") for format_ in FORMATS}
    table = FOLDER / "__init__.py"
    known = [
        (path.name, name)
        for path in (CHECKOUT / "src" / "trialtext").rglob("*.py")
        for name in imports(path)
        for package in packages
        if f"{name}.".startswith(f"trialtext.formats.{package}.")
        if path != table and FOLDER / package not in path.parents
    ]
    assert known == []


def test_functions_fit_a_screen() -> None:
    long = [
        f"{path.name}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION
        # The options of a command stand above its body.
        and not node.decorator_list
    ]
    assert long == []


def test_every_room_says_what_lives_there() -> None:
    rooms = [path for path in SOURCES if path.name == "__init__.py"]
    assert [path for path in rooms if not ast.get_docstring(ast.parse(path.read_text()))] == []
