"""A run over many inputs, from its options to its exit code."""

import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from trialtext.cli.messages import report
from trialtext.cli.monitor import Monitor
from trialtext.cli.options import reading
from trialtext.cli.paths import check_apart, check_folder, check_folders, not_overwritten, sizes
from trialtext.pipeline.convert import Conversion, Engine
from trialtext.pipeline.converter import Converter
from trialtext.pipeline.duplicates import OnDuplicate
from trialtext.pipeline.outputs.destinations import Destination
from trialtext.reading.result import Status


def run(
    paths: Sequence[str],
    converter: Converter,
    destination: Destination,
    options: dict[str, Any],
    provenance: str | None = None,
) -> NoReturn:
    """Convert inputs, tell how it goes and went, and exit with the code that says so."""
    notes = {"provenance": provenance, "log": options["log"], "diagnostics": options["diagnostics"]}
    check_folders(output=destination.path, **notes)
    check_apart(destination.path, **notes)
    folder = destination.path if destination.is_folder else None
    if folder:
        check_folder(folder, paths)
    monitor = Monitor(
        several=destination.several, verbose=options["verbose"], quiet=options["quiet"]
    )
    conversion = Conversion(
        options=reading(options),
        converter=converter,
        destination=destination,
        **notes,
        on_duplicate=OnDuplicate(options["on_duplicate"]),
        jobs=options["jobs"],
        engine=Engine(options["engine"]),
        ray_address=options["ray_address"],
        on_open=monitor.on_open,
        on_outcome=monitor.on_outcome,
        on_conflict=report,
    )
    outputs = [file for file in (destination.path, *notes.values()) if file and file != "-"]
    with monitor.watching(sizes(paths)):
        tally = conversion.run(not_overwritten(paths, outputs, folder))
    monitor.finish(tally)
    bad = {Status.FAILED, Status(options["fail_on"])}
    sys.exit(1 if any(tally.statuses[status] for status in bad) else 0)
