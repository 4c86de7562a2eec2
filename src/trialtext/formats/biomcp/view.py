"""The part of a record that its print tells."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from trialtext.formats.biomcp.wrapping import LONGEST, folded_lines
from trialtext.model.base import ApiObject
from trialtext.model.study import Study
from trialtext.reading.builder import SECTIONS


def view(study: Study, _: str) -> Study:
    """Leave out what is not in the specification, repeated items, and runs of blanks."""
    sections = {name: _section(getattr(study, name)) for name in SECTIONS}
    return Study(has_results=study.has_results, **sections)


def _section(section: ApiObject | None) -> Any:
    """Show a section without modules of nothing; `None` if nothing is left."""
    if section is None:
        return None
    modules = _fields(section)
    told = {name: module for name, module in modules.items() if module != type(module)()}
    return type(section)(**told) if told else None


def _fields(node: ApiObject) -> Mapping[str, Any]:
    names = [field.name for field in type(node).__attrs_attrs__ if field.name != "extra"]
    values = {name: getattr(node, name) for name in names}
    return {name: _shown(value) for name, value in values.items() if value is not None}


def _shown(value: Any) -> Any:
    if isinstance(value, ApiObject):
        return type(value)(**_fields(value))
    if isinstance(value, tuple):
        distinct = dict.fromkeys(value)
        return tuple([each.strip() if type(each) is str else _shown(each) for each in distinct])
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return _text(value) or None
    return value


def _text(text: str) -> str:
    lines = folded_lines(text) if len(text) > LONGEST else map(str.rstrip, text.split("\n"))
    return "\n".join(lines).strip()
