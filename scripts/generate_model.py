"""Write `src/trialtext/model/` from the registry's API specification and its field tree.

Usage: python .dev/generate_model.py SPECIFICATION.yaml STUDY-FIELDS.json

The classes follow the OpenAPI specification; the documentation of their fields comes from the
field tree. What neither says well (order of keys as the API really writes them, words for types
that stand in several places) is in `api_notes.toml` beside this script. Run ruff afterwards.
"""

import json
import re
import sys
import textwrap
import tomllib
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
MODEL = HERE.parent / "src" / "trialtext" / "model"
NOTES = tomllib.loads((HERE / "api_notes.toml").read_text("utf-8"))

SCALARS = {"nct": "str", "PartialDate": "str", "DateTimeMinutes": "str", "GeoName": "str"}
JSON_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}

# A module each, in order of dependence: title, and the class whose closure it holds.
ROOMS = {
    "protocol": (
        "the protocol: what was registered before the first participant",
        "ProtocolSection",
    ),
    "results": ("posted results: flow, baseline, outcomes, adverse events", "ResultsSection"),
    "annotation": ("notes that the registry itself attaches to a record", "AnnotationSection"),
    "document": ("documents uploaded with the record", "DocumentSection"),
    "derived": ("what the registry computes from the record", "DerivedSection"),
    "study": ("the whole record", "Study"),
}


def snake(name: str) -> str:
    """`interventionNames` → `intervention_names`; `class` → `class_`."""
    if name.startswith("fdaaa801"):
        return "fdaaa801_violation"
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=^n)(?=P)", "_", name).lower()
    return words + "_" if words == "class" else words


def sentence(text: str) -> str:
    """The first sentence of a description, on one line, with a full stop."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.split(r"(?<=[a-z0-9)\"])\. (?=[A-Z])", text)[0]
    return text if text.endswith((".", "?")) else text + "."


class Api:
    """The specification and the field tree, asked by class and field."""

    def __init__(self, specification: dict[str, Any], fields: list[dict[str, Any]]) -> None:
        self.schemas = specification["components"]["schemas"]
        self.docs: dict[str, str] = {}
        self.collect_docs(fields, "Study")

    def collect_docs(self, nodes: list[dict[str, Any]], owner: str) -> None:
        for node in nodes:
            kind = node["type"].removesuffix("[]")
            title, text = node.get("title", ""), node.get("description", "")
            same = title.lower().rstrip(".") == text.lower().strip().rstrip(".")
            words = " ".join(
                sentence(part) for part in ([title] if same else [title, text]) if part
            )
            if words:
                self.docs.setdefault(f"{owner}.{node['name']}", words)
                self.docs.setdefault(kind, words)
            self.collect_docs(node.get("children", []), kind)

    def doc(self, *keys: str | None) -> str:
        """The words for the first key that has any."""
        for key in filter(None, keys):
            if words := NOTES["docs"].get(key) or self.docs.get(key):
                return words
        raise SystemExit(f"no words for {keys[0]}: add them to api_notes.toml")

    def properties(self, name: str) -> dict[str, Any]:
        properties = self.schemas[name]["properties"]
        order = NOTES["order"].get(name, [])
        return {
            key: properties[key] for key in [*order, *(k for k in properties if k not in order)]
        }

    def reference(self, schema: dict[str, Any]) -> str | None:
        """The name of the class or enum that a property refers to, itself or as a list."""
        target = schema.get("items", schema).get("$ref", "").rpartition("/")[2]
        return target if target and target not in SCALARS else None

    def is_enum(self, name: str) -> bool:
        return "enum" in self.schemas[name]

    def annotation(self, schema: dict[str, Any]) -> str:
        if schema.get("type") == "array":
            return f"tuple[{self.bare(schema['items'])}, ...]"
        return f"{self.bare(schema)} | None"

    def bare(self, schema: dict[str, Any]) -> str:
        name = schema.get("$ref", "").rpartition("/")[2]
        return SCALARS.get(name) or name or JSON_TYPES[schema["type"]]

    def closure(self, name: str, seen: set[str]) -> list[str]:
        """The classes that `name` is made of, and last itself, without those in `seen`."""
        if name in seen or self.is_enum(name):
            return []
        seen.add(name)
        names = [self.reference(schema) for schema in self.properties(name).values()]
        return [inner for n in names if n for inner in self.closure(n, seen)] + [name]

    def enums(self, names: list[str]) -> list[str]:
        found = {self.reference(s) for name in names for s in self.properties(name).values()}
        return sorted(name for name in found if name and self.is_enum(name))


def docstring(text: str, indent: str = "    ") -> str:
    lines = textwrap.wrap(text, 100 - len(indent) - 6)
    if len(lines) == 1:
        return f'{indent}"""{lines[0]}"""\n'
    return "\n".join(
        [f'{indent}"""{lines[0]}', *(indent + x for x in lines[1:]), f'{indent}"""', ""]
    )


def write_class(api: Api, name: str) -> str:
    body = [f"@api_object\nclass {name}(ApiObject):\n", docstring(api.doc(name)), "\n"]
    for key, schema in api.properties(name).items():
        default = "()" if schema.get("type") == "array" else "None"
        body.append(f"    {snake(key)}: {api.annotation(schema)} = {default}\n")
        body.append(docstring(api.doc(f"{name}.{key}", api.reference(schema))))
    return "".join(body)


def write_enum(api: Api, name: str) -> str:
    values = api.schemas[name]["enum"]
    members = "".join(f'    {value} = "{value}"\n' for value in values)
    return f"class {name}(StrEnum):\n{docstring(api.doc(name))}\n{members}"


def write_exports(homes: dict[str, str]) -> str:
    """The package's face: every class by name, its module imported when it is first asked for."""
    rooms: dict[str, list[str]] = {"base": ["ApiObject", "json_name"]}
    for name, room in sorted(homes.items()):
        rooms.setdefault(room, []).append(name)
    imports = "".join(
        f"    from trialtext.model.{room} import {', '.join(names)}\n"
        for room, names in sorted(rooms.items())
    )
    table = "".join(f'    "{name}": "{room}",\n' for room, names in rooms.items() for name in names)
    exported = "".join(f'    "{name}",\n' for names in rooms.values() for name in names)
    filled = EXPORTS.replace("IMPORTS", imports).replace("TABLE", table)
    return filled.replace("NAMES", exported)


GENERATED = "Generated by `.dev/generate_model.py`: change that, not this."

LAZY = "from __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n\n"

EXPORTS = '''"""The study record of the ClinicalTrials.gov API v2, as attrs classes.

Generated by `.dev/generate_model.py`: change that, not this.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
IMPORTS
_HOMES = {
TABLE}

__all__ = [
NAMES]


def __getattr__(name: str) -> Any:
    # A page without results must not pay for the classes of results.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
'''


def header(title: str) -> str:
    return f'"""Model classes for {title}.\n\n{GENERATED}\n"""\n\n'


def main(specification: str, fields: str) -> None:
    api = Api(yaml.safe_load(Path(specification).read_text()), json.loads(Path(fields).read_text()))
    everything = api.closure("Study", set())
    enums = "\n\n".join(write_enum(api, name) for name in api.enums(everything))
    (MODEL / "enums.py").write_text(
        '"""Coded values of the registry, spelt as the API spells them.\n\n'
        'Generated by `.dev/generate_model.py`: change that, not this.\n"""\n\n'
        f"from enum import StrEnum\n\n{enums}"
    )
    homes: dict[str, str] = {}
    for room, (title, root) in ROOMS.items():
        names = api.closure(root, set(homes))
        homes |= dict.fromkeys(names, room)
        used = {api.reference(s) for name in names for s in api.properties(name).values()}
        imports = {"base": ["ApiObject", "api_object"], "enums": api.enums(names)}
        for name in sorted(u for u in used if u and u in homes and homes[u] != room):
            imports.setdefault(homes[name], []).append(name)
        lines = {
            module: f"from trialtext.model.{module} import {', '.join(items)}\n"
            for module, items in sorted(imports.items())
            if items
        }
        if root == "Study":  # names its sections without importing them: see write_exports
            lines = {"base": LAZY + lines.pop("base") + "\nif TYPE_CHECKING:\n"} | {
                module: f"    {line}" for module, line in lines.items()
            }
        text = header(title) + "".join(lines.values())
        (MODEL / f"{room}.py").write_text(
            text + "\n\n" + "\n\n".join(write_class(api, n) for n in names)
        )
    homes |= dict.fromkeys(api.enums(everything), "enums")
    (MODEL / "__init__.py").write_text(write_exports(homes))


if __name__ == "__main__":
    main(*sys.argv[1:])
