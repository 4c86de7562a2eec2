"""Trial registry pages kept as plain text, read into the registry's own JSON.

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
    from trialtext.convert import InvalidRecordError, UnknownFieldWarning, from_json, to_json
    from trialtext.diagnostics import Diagnostic, Severity
    from trialtext.dialects.detection import Detection
    from trialtext.merging import ConflictWarning, merge
    from trialtext.model.study import Study
    from trialtext.parsing import detect, parse, parse_file
    from trialtext.rendering import page_view, render
    from trialtext.rendering.results_page import render_results
    from trialtext.rendering.results_view import results_view
    from trialtext.result import Result, Status, TrialTextError

__all__ = [
    "ConflictWarning",
    "Detection",
    "Diagnostic",
    "InvalidRecordError",
    "Result",
    "Severity",
    "Status",
    "Study",
    "TrialTextError",
    "UnknownFieldWarning",
    "detect",
    "from_json",
    "merge",
    "page_view",
    "parse",
    "parse_file",
    "render",
    "render_results",
    "results_view",
    "to_json",
]

_HOMES = {
    "InvalidRecordError": "convert",
    "UnknownFieldWarning": "convert",
    "from_json": "convert",
    "to_json": "convert",
    "Detection": "dialects.detection",
    "ConflictWarning": "merging",
    "merge": "merging",
    "Diagnostic": "diagnostics",
    "Severity": "diagnostics",
    "Study": "model.study",
    "detect": "parsing",
    "parse": "parsing",
    "parse_file": "parsing",
    "page_view": "rendering",
    "render": "rendering",
    "render_results": "rendering.results_page",
    "results_view": "rendering.results_view",
    "Result": "result",
    "Status": "result",
    "TrialTextError": "result",
}


def __getattr__(name: str) -> Any:
    # Names are imported when they are asked for, and kept: importing the package costs next to
    # nothing.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
