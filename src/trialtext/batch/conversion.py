"""Pages to studies, one after the other: a bad one never stops the others."""

from collections.abc import Callable, Iterable

from trialtext.batch import inputs
from trialtext.batch.sinks import open_sink
from trialtext.convert import to_json
from trialtext.parsing import failed, parse
from trialtext.result import Result


def convert(
    paths: Iterable[str], output: str | None, *, as_lines: bool, tell: Callable[[object], None]
) -> int:
    """Convert inputs and return how many could not be read as a page.

    `as_lines` writes NDJSON; otherwise there is one input, its study is indented, and nothing is
    written if there is no study. `tell` is given every diagnostic.
    """
    results: Iterable[Result] = map(_read, paths)
    if not as_lines:
        results = list(results)
        if all(result.study is None for result in results):
            output = None
    failures = 0
    with open_sink(output) as sink:
        for result in results:
            for diagnostic in result.diagnostics:
                tell(diagnostic)
            if result.study is None:
                failures += 1
            else:
                sink.write(to_json(result.study, indent=not as_lines) + b"\n")
    return failures


def _read(path: str) -> Result:
    try:
        name, data = inputs.read(path)
    except OSError as error:
        return failed("unreadable-file", error.strerror or str(error), path)
    return parse(data, path=name)
