"""Write `src/trialtext/model/` from the specification of the registry's API and its field tree.

Usage: python scripts/generate_model.py SPECIFICATION.yaml STUDY-FIELDS.json

The classes follow the OpenAPI specification; the documentation of their fields comes from the
field tree. What is missing in both (the order of keys as the API writes them, descriptions of types
that are used in several places) is in `api_notes.toml` beside this script. Run ruff afterwards.
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

# The modules in order of dependence: title, and the class that is in it with all it refers to.
MODULES = {
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


def snake_case(name: str) -> str:
    """Convert a name: `interventionNames` → `intervention_names`, `class` → `class_`."""
    if name.startswith("fdaaa801"):
        return "fdaaa801_violation"
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=^n)(?=P)", "_", name).lower()
    return words + "_" if words == "class" else words


def first_sentence(text: str) -> str:
    """Return the first sentence of a description, on one line, with a full stop."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.split(r"(?<=[a-z0-9)\"])\. (?=[A-Z])", text)[0]
    return text if text.endswith((".", "?")) else text + "."


class Api:
    """The specification and the field tree, by class and field."""

    def __init__(self, specification: dict[str, Any], fields: list[dict[str, Any]]) -> None:
        self.schemas = specification["components"]["schemas"]
        self.docs: dict[str, str] = {}
        self.collect_docs(fields, "Study")

    def collect_docs(self, nodes: list[dict[str, Any]], owner: str) -> None:
        """Collect the descriptions of fields and of their types, `owner` being a class."""
        for node in nodes:
            kind = node["type"].removesuffix("[]")
            title, text = node.get("title", ""), node.get("description", "")
            same = title.lower().rstrip(".") == text.lower().strip().rstrip(".")
            description = " ".join(
                first_sentence(part) for part in ([title] if same else [title, text]) if part
            )
            if description:
                self.docs.setdefault(f"{owner}.{node['name']}", description)
                self.docs.setdefault(kind, description)
            self.collect_docs(node.get("children", []), kind)

    def doc(self, *keys: str | None) -> str:
        """Return the description of the first key that has one."""
        for key in filter(None, keys):
            if description := NOTES["docs"].get(key) or self.docs.get(key):
                return description
        raise SystemExit(f"no description of {keys[0]}: add one to api_notes.toml")

    def properties(self, name: str) -> dict[str, Any]:
        """Return the properties of a class in the order in which the API writes them."""
        properties = self.schemas[name]["properties"]
        order = NOTES["order"].get(name, [])
        return {
            key: properties[key] for key in [*order, *(k for k in properties if k not in order)]
        }

    def reference(self, schema: dict[str, Any]) -> str | None:
        """Return the name of the class or enum of a property, or of the items of a list."""
        target = schema.get("items", schema).get("$ref", "").rpartition("/")[2]
        return target if target and target not in SCALARS else None

    def is_enum(self, name: str) -> bool:
        """Tell whether a schema is an enum."""
        return "enum" in self.schemas[name]

    def annotation(self, schema: dict[str, Any]) -> str:
        """Return the annotation of a field."""
        if schema.get("type") == "array":
            return f"tuple[{self.type_name(schema['items'])}, ...]"
        return f"{self.type_name(schema)} | None"

    def type_name(self, schema: dict[str, Any]) -> str:
        """Return the name of a type that is not a list."""
        name = schema.get("$ref", "").rpartition("/")[2]
        return SCALARS.get(name) or name or JSON_TYPES[schema["type"]]

    def closure(self, name: str, seen: set[str]) -> list[str]:
        """Return the classes that a class refers to, then itself, without those in `seen`."""
        if name in seen or self.is_enum(name):
            return []
        seen.add(name)
        names = [self.reference(schema) for schema in self.properties(name).values()]
        return [inner for n in names if n for inner in self.closure(n, seen)] + [name]

    def enums(self, names: list[str]) -> list[str]:
        """Return the names of the enums that classes refer to."""
        used = {self.reference(s) for name in names for s in self.properties(name).values()}
        return sorted(name for name in used if name and self.is_enum(name))


def docstring(text: str, indent: str = "    ") -> str:
    """Write a docstring, wrapped to the length of a line."""
    lines = textwrap.wrap(text, 100 - len(indent) - 6)
    if len(lines) == 1:
        return f'{indent}"""{lines[0]}"""\n'
    return "\n".join(
        [f'{indent}"""{lines[0]}', *(indent + x for x in lines[1:]), f'{indent}"""', ""]
    )


def write_class(api: Api, name: str) -> str:
    """Write a class with a docstring under each field."""
    body = [f"@api_object\nclass {name}(ApiObject):\n", docstring(api.doc(name)), "\n"]
    for key, schema in api.properties(name).items():
        default = "()" if schema.get("type") == "array" else "None"
        body.append(f"    {snake_case(key)}: {api.annotation(schema)} = {default}\n")
        body.append(docstring(api.doc(f"{name}.{key}", api.reference(schema))))
    return "".join(body)


def write_enum(api: Api, name: str) -> str:
    """Write an enum, its members named like their values."""
    values = api.schemas[name]["enum"]
    members = "".join(f'    {value} = "{value}"\n' for value in values)
    return f"class {name}(StrEnum):\n{docstring(api.doc(name))}\n{members}"


def write_exports(module_of: dict[str, str]) -> str:
    """Write the package's `__init__`: every class, its module imported at its first use."""
    modules: dict[str, list[str]] = {"base": ["ApiObject", "json_name"]}
    for name, module in sorted(module_of.items()):
        modules.setdefault(module, []).append(name)
    imports = "".join(
        f"    from trialtext.model.{module} import {', '.join(names)}\n"
        for module, names in sorted(modules.items())
    )
    table = "".join(
        f'    "{name}": "{module}",\n' for module, names in modules.items() for name in names
    )
    exported = "".join(f'    "{name}",\n' for names in modules.values() for name in names)
    text = EXPORTS.replace("IMPORTS", imports).replace("TABLE", table)
    return text.replace("NAMES", exported)


GENERATED = "Generated by `scripts/generate_model.py`: change that, not this."

LAZY = "from __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n\n"

EXPORTS = '''"""The study record of the ClinicalTrials.gov API v2, as attrs classes.

Generated by `scripts/generate_model.py`: change that, not this.
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
    """Write the docstring of a module."""
    return f'"""Model classes for {title}.\n\n{GENERATED}\n"""\n\n'


def main(specification: str, fields: str) -> None:
    """Write all modules of the model."""
    api = Api(yaml.safe_load(Path(specification).read_text()), json.loads(Path(fields).read_text()))
    classes = api.closure("Study", set())
    enums = "\n\n".join(write_enum(api, name) for name in api.enums(classes))
    (MODEL / "enums.py").write_text(
        '"""Coded values of the registry, spelt as the API spells them.\n\n'
        f'{GENERATED}\n"""\n\nfrom enum import StrEnum\n\n{enums}'
    )
    module_of: dict[str, str] = {}
    for module, (title, root) in MODULES.items():
        names = api.closure(root, set(module_of))
        module_of |= dict.fromkeys(names, module)
        imports = write_imports(api, module, names, module_of)
        body = "\n\n".join(write_class(api, name) for name in names)
        (MODEL / f"{module}.py").write_text(f"{header(title)}{imports}\n\n{body}")
    module_of |= dict.fromkeys(api.enums(classes), "enums")
    (MODEL / "__init__.py").write_text(write_exports(module_of))


def write_imports(api: Api, module: str, names: list[str], module_of: dict[str, str]) -> str:
    """Write the imports of a module with the classes of some names."""
    used = {api.reference(s) for name in names for s in api.properties(name).values()}
    imports = {"base": ["ApiObject", "api_object"], "enums": api.enums(names)}
    for name in sorted(u for u in used if u and module_of.get(u, module) != module):
        imports.setdefault(module_of[name], []).append(name)
    lines = {
        source: f"from trialtext.model.{source} import {', '.join(items)}\n"
        for source, items in sorted(imports.items())
        if items
    }
    if module != "study":
        return "".join(lines.values())
    # The study names its sections without importing them: see write_exports.
    base = lines.pop("base")
    return f"{LAZY}{base}\nif TYPE_CHECKING:\n" + "".join(f"    {x}" for x in lines.values())


if __name__ == "__main__":
    main(*sys.argv[1:])
