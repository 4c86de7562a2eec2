"""Measure what damage does to values: read damaged pages, and compare with the clean ones.

Usage: python scripts/measure_damage.py RECORDS [NUMBER]. RECORDS is NDJSON of the API, gzipped or
not, of which NUMBER (100) are rendered and damaged in every way of `tests.harm`. A value is wrong
if the clean page has none like it in that field (nor such ones, joined), shortened if it is a part
of one; it is far if no warning is within six lines, and silent if the page is complete on top.
"""

import gzip
import json
import sys
import warnings
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.harm import HARMS

import trialtext
from trialtext import Result, Severity, Status

NEAR = 6
"""Lines from a wrong value within which a warning is near."""


def leaves(node: Any, path: str = "", field: str = "") -> Iterator[tuple[str, str, Any]]:
    """Walk through values: JSON Pointer, the field without the numbers of lists, the value."""
    if isinstance(node, dict):
        for key, child in node.items():
            yield from leaves(child, f"{path}/{key}", f"{field}.{key}")
    elif isinstance(node, list):
        for at, child in enumerate(node):
            yield from leaves(child, f"{path}/{at}", field)
    else:
        yield path, field, node


def squeezed(value: Any) -> Any:
    """Leave out white space, which damage may change."""
    return "".join(value.split()) if isinstance(value, str) else value


def compare(text: str, name: str) -> tuple[Counter[str], list[str]]:
    """Damage a page, and count its values and the wrong ones."""
    # What a last line says is not certain without its newline: the whole page has one.
    clean = trialtext.parse(text.rstrip("\n") + "\n")
    truth: dict[str, list[Any]] = {}
    for _, field, value in leaves(as_json(clean)):
        truth.setdefault(field, []).append(squeezed(value))
    result = document(HARMS[name](text), clean_id(clean))
    seen: Counter[str] = Counter(pages=1, refused=not result.study)
    lines = sorted({d.line for d in result.diagnostics if d.severity is not Severity.INFO})
    examples = []
    for path, field, value in leaves(as_json(result)):
        seen["values"] += 1
        known = truth.get(field, [])
        if squeezed(value) in known or is_joined(value, known):
            continue
        far = is_far(result, path, lines)
        if is_part(value, known):
            seen["shortened"] += far
            mark = "SHORTENED"
        else:
            silent = far and result.status is Status.COMPLETE
            seen.update(wrong=1, far=far, silent=silent)
            mark = "SILENT" if silent else "FAR"
        if far:
            examples.append(f"{name}: {mark} {clean_id(clean)} {path} = {value!r:.90}")
    return seen, examples


def document(source: str | bytes, number: str) -> Result:
    """Read the document of a text that has this number, or the only one."""
    found = list(trialtext.parse_all(source))
    return next((one for one in found if one.study and clean_id(one) == number), found[0])


def is_joined(value: Any, known: list[Any]) -> bool:
    """Return whether a text is what is known, joined: terms that a page does not tell apart."""
    return isinstance(value, str) and "".join(map(str, known)).startswith(squeezed(value))


def is_part(value: Any, known: list[Any]) -> bool:
    """Return whether a text is a part of one that is right."""
    return (
        isinstance(value, str)
        and len(value) > 3
        and any(squeezed(value) in one for one in known if isinstance(one, str))
    )


def is_far(result: Result, path: str, lines: list[int]) -> bool:
    """Return whether no warning is near the text of a value."""
    places = result.provenance[path].locations
    at = places[0].line if places else 1
    end = at + result.text[places[0].start : places[-1].end].count("\n") if places else 1
    return bisect_left(lines, at - NEAR) == bisect_left(lines, end + NEAR + 1)


def clean_id(result: Result) -> str:
    """Return the number of a study."""
    return str(as_json(result)["protocolSection"]["identificationModule"].get("nctId"))


def as_json(result: Result) -> Any:
    """Return the study of a result as JSON."""
    return json.loads(trialtext.to_json(result.study)) if result.study else {}


def run(texts: list[str], name: str) -> tuple[str, Counter[str], list[str]]:
    """Damage all pages in one way."""
    total: Counter[str] = Counter()
    examples: list[str] = []
    for text in texts:
        seen, found = compare(text, name)
        total += seen
        examples += found
    return name, total, examples


def pages(path: Path, number: int) -> list[str]:
    """Render records, each as a study page, and as a results page if it has results."""
    content = path.read_bytes()
    records = (gzip.decompress(content) if path.suffix == ".gz" else content).splitlines()
    texts = []
    for record in records[:: max(1, len(records) // number)][:number]:
        study = trialtext.from_json(record)
        texts.append(trialtext.render(study))
        if study.has_results:
            texts.append(trialtext.render(study, format="mirror-results"))
    return texts


def main(path: Path, number: int) -> None:
    """Print a table, a row for each kind of damage, and examples of what is wrong."""
    warnings.simplefilter("ignore", trialtext.UnknownFieldWarning)
    texts = pages(path, number)
    total: Counter[str] = Counter()
    columns = ("pages", "refused", "values", "wrong", "far", "silent", "shortened")
    shown: list[str] = []
    print(f"{'damage':<45}" + "".join(f"{column:>10}" for column in columns))
    with ProcessPoolExecutor() as pool:
        for name, seen, examples in pool.map(partial(run, texts), HARMS):
            total += seen
            shown += examples[:12]
            print(f"{name:<45}" + "".join(f"{seen[column]:>10,}" for column in columns), flush=True)
    print(f"{'all':<45}" + "".join(f"{total[column]:>10,}" for column in columns))
    for column in ("silent", "far", "shortened"):
        print(f"{column}: 1 in {total['values'] / max(1, total[column]):,.0f}")
    print(*shown, sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100)
