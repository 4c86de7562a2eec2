"""Trial registries kept as text, read into the registry's own JSON.

>>> import trialtext
>>> result = trialtext.parse_file("page.txt")
>>> result.study.protocol_section.design_module.phases
(<Phase.PHASE2: 'PHASE2'>,)
>>> trialtext.to_json(result.study)
b'{"protocolSection":{"identificationModule":{"nctId":...
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trialtext.api import (
        detect,
        parse,
        parse_all,
        parse_file,
        render,
        render_csv,
        view,
    )
    from trialtext.codec import (
        InvalidRecordError,
        UnknownFieldWarning,
        from_json,
        from_json_many,
        to_dict,
        to_json,
    )
    from trialtext.criteria import Criteria, Criterion, criteria, criteria_rows
    from trialtext.formats import FormatInfo, formats
    from trialtext.merging import ConflictWarning, merge
    from trialtext.model.study import Study
    from trialtext.pipeline.tables import tables
    from trialtext.reading.coverage import Coverage, UnparsedText
    from trialtext.reading.detection import Detection
    from trialtext.reading.diagnostics import Diagnostic, Severity
    from trialtext.reading.provenance import Provenance
    from trialtext.reading.result import Result, Status, TrialTextError
    from trialtext.text.source import Location

__version__ = "0.1.0"

_HOMES = {
    "ConflictWarning": "merging",
    "Coverage": "reading.coverage",
    "Criteria": "criteria",
    "Criterion": "criteria",
    "Detection": "reading.detection",
    "Diagnostic": "reading.diagnostics",
    "FormatInfo": "formats",
    "InvalidRecordError": "codec",
    "Location": "text.source",
    "Provenance": "reading.provenance",
    "Result": "reading.result",
    "Severity": "reading.diagnostics",
    "Status": "reading.result",
    "Study": "model.study",
    "TrialTextError": "reading.result",
    "UnknownFieldWarning": "codec",
    "UnparsedText": "reading.coverage",
    "criteria": "criteria",
    "criteria_rows": "criteria",
    "detect": "api",
    "formats": "formats",
    "from_json": "codec",
    "from_json_many": "codec",
    "merge": "merging",
    "parse": "api",
    "parse_all": "api",
    "parse_file": "api",
    "render": "api",
    "render_csv": "api",
    "tables": "pipeline.tables",
    "to_dict": "codec",
    "to_json": "codec",
    "view": "api",
}
"""The module of each public name: importing the package costs next to nothing."""

__all__ = [
    "ConflictWarning",
    "Coverage",
    "Criteria",
    "Criterion",
    "Detection",
    "Diagnostic",
    "FormatInfo",
    "InvalidRecordError",
    "Location",
    "Provenance",
    "Result",
    "Severity",
    "Status",
    "Study",
    "TrialTextError",
    "UnknownFieldWarning",
    "UnparsedText",
    "__version__",
    "criteria",
    "criteria_rows",
    "detect",
    "formats",
    "from_json",
    "from_json_many",
    "merge",
    "parse",
    "parse_all",
    "parse_file",
    "render",
    "render_csv",
    "tables",
    "to_dict",
    "to_json",
    "view",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
