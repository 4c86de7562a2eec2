"""Values are values: they pickle, deep-copy, compare, hash and print, between processes too."""

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.conftest import CHECKOUT

import trialtext
from trialtext import Result, TrialTextError
from trialtext.model.base import ApiObject

PAGE = CHECKOUT / "seeds" / "mirror-study" / "many-sites.txt"
RESULTS = CHECKOUT / "seeds" / "mirror-results" / "several-periods.txt"


def read(path: Path) -> Result:
    return trialtext.parse_file(path)


def read_strictly(path: Path) -> Result:
    return trialtext.parse_file(path, strict=True)


def error() -> TrialTextError:
    with pytest.raises(TrialTextError) as raised:
        trialtext.parse("A dark and stormy night.", strict=True)
    return raised.value


@cache
def samples() -> dict[str, Any]:
    """Return one of everything that users get."""
    page, results = read(PAGE), read(RESULTS)
    assert page.study is not None
    return {
        "Study": page.study,
        "Study with results": results.study,
        "Study with what the API does not know": trialtext.from_json(b'{"hasResults": true}'),
        "Result": page,
        "Result of no page": trialtext.parse("A dark and stormy night."),
        "Diagnostic": page.diagnostics[0],
        "Detection": page.detection,
        "Coverage": page.coverage,
        "Provenance": next(iter(page.provenance.values())),
        "UnparsedText": page.unparsed[0],
        "TrialTextError": error(),
        "FormatInfo": trialtext.formats()[0],
    }


def test_everything_survives_pickling() -> None:
    for name, value in samples().items():
        assert pickle.loads(pickle.dumps(value)) == value, name  # noqa: S301


def test_everything_is_copied_deeply() -> None:
    for name, value in samples().items():
        assert copy.deepcopy(value) == value, name


def test_equals_have_one_hash() -> None:
    for name, value in samples().items():
        assert hash(copy.deepcopy(value)) == hash(value), name


def test_everything_prints_what_it_is() -> None:
    for name, value in samples().items():
        assert type(value).__name__ in repr(value) or str(value), name


def test_results_come_from_other_processes() -> None:
    paths = [PAGE, RESULTS]
    with ProcessPoolExecutor(1) as executor:
        assert list(executor.map(read, paths)) == [read(path) for path in paths]


def test_an_exception_comes_from_another_process(tmp_path: Path) -> None:
    path = tmp_path / "night.txt"
    path.write_text("A dark and stormy night.", "utf-8")
    with ProcessPoolExecutor(1) as executor, pytest.raises(TrialTextError) as raised:
        executor.submit(read_strictly, path).result()
    assert raised.value.code == "not-a-registry-page"
    assert [d.code for d in raised.value.diagnostics] == ["not-a-registry-page"]


def test_a_result_without_its_provenance_is_the_same() -> None:
    one, other = read(PAGE), read(PAGE)
    assert one.provenance
    assert one == other
    assert pickle.loads(pickle.dumps(one)).provenance == other.provenance  # noqa: S301


def test_what_the_api_does_not_know_survives_too() -> None:
    with pytest.warns(trialtext.UnknownFieldWarning):
        study = trialtext.from_json(b'{"protocolSection": {"shoeSize": [42]}}')
    copied = pickle.loads(pickle.dumps(study))  # noqa: S301
    assert copied == study
    assert trialtext.to_json(copied) == trialtext.to_json(study)
    assert hash(copied) == hash(study)


def test_every_class_of_the_model_is_a_value() -> None:
    for cls in ApiObject.__subclasses__():
        made = cls()
        assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == made, cls  # noqa: S301
        assert hash(made) == hash(cls()), cls
        assert repr(made) == f"{cls.__name__}()", cls


def test_a_changed_study_is_another() -> None:
    study: Any = read(PAGE).study
    assert attrs.evolve(study, has_results=True) != study
