"""The wrong thing given to a function: said at once, with what was given and what is meant."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import trialtext
from trialtext import Study

NO_PAGE = trialtext.parse("A letter")
RESULT = trialtext.parse("A title\n\nNCT ID: NCT99900001\n")
WRONG: dict[str, tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], str]] = {
    "a path for a text": (trialtext.parse, ("page.txt",), {}, "name of a file.*parse_file"),
    "a Path for a text": (trialtext.parse, (Path("page.txt"),), {}, "not a PosixPath.*parse_file"),
    "None for a text": (trialtext.parse, (None,), {}, "not None"),
    "a result for a text": (trialtext.parse, (RESULT,), {}, "not a Result"),
    "a Path for several texts": (trialtext.parse_all, (Path("page.txt"),), {}, "parse_file"),
    "None to be detected": (trialtext.detect, (None,), {}, "not None"),
    "a text for a path": (trialtext.parse_file, ("A title\n\nNCT ID: x",), {}, "not its text"),
    "None for a path": (trialtext.parse_file, (None,), {}, "not None"),
    "a string of repairs": (trialtext.parse, ("A",), {"repairs": "newlines"}, "names, not a str"),
    "no repairs": (trialtext.parse, ("A",), {"repairs": None}, "names, not None"),
    "an unknown repair": (trialtext.parse, ("A",), {"repairs": ["spell"]}, "no such repair: spell"),
    "an unknown format": (trialtext.parse, ("A",), {"format": "pdf"}, "no format 'pdf'"),
    "a wrong number": (trialtext.parse, ("A",), {"nct_id": "NCT1"}, "no NCT number: 'NCT1'"),
    "a number that is no text": (trialtext.parse, ("A",), {"nct_id": 5}, "no NCT number: 5"),
    "a path that is no text": (trialtext.parse, ("A",), {"path": 5}, "a string, not an int"),
    "a path in capitals for a text": (trialtext.parse, ("pages/PAGE.TXT",), {}, "parse_file"),
    "a number for a format": (trialtext.parse, ("A",), {"format": 3}, "a format, not 3"),
    "no format to write": (trialtext.render, (Study(),), {"format": None}, "not None"),
    "a limit below nothing": (trialtext.parse, ("A",), {"max_bytes": -1}, "bytes, not -1"),
    "a truth value for a limit": (trialtext.parse, ("A",), {"max_bytes": True}, "not a bool"),
    "a limit that is a text for a file": (
        trialtext.parse_file,
        (__file__,),
        {"max_bytes": "1"},
        "not a str",
    ),
    "a limit that is a text": (trialtext.parse, ("A",), {"max_bytes": "1"}, "not a str"),
    "a result for a study": (trialtext.render, (RESULT,), {}, "not a Result: give its study"),
    "None for a study": (trialtext.view, (None,), {}, "not None"),
    "an unknown variant": (trialtext.render, (Study(),), {"variant": "A"}, "no variant 'A'"),
    "a result for JSON": (trialtext.to_json, (RESULT,), {}, "not a Result"),
    "None for JSON": (trialtext.to_json, (None,), {}, "not None"),
    "a dict for a study": (trialtext.to_dict, ({},), {}, "not a dict"),
    "a dict for JSON bytes": (trialtext.from_json, ({},), {}, "not a dict"),
    "a dict for JSON of many": (trialtext.from_json_many, ({},), {}, "not a dict"),
    "None to merge": (trialtext.merge, (None, Study()), {}, "merge takes .* not None"),
    "a result without a study": (trialtext.merge, (NO_PAGE, Study()), {}, "could not be read"),
    "texts to merge": (trialtext.merge, ("A", "B"), {}, "not a str"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name: str) -> None:
    function, arguments, options, message = WRONG[name]
    with pytest.raises((TypeError, ValueError), match=message):
        function(*arguments, **options)


def test_a_sentence_may_end_with_the_name_of_a_file() -> None:
    assert trialtext.parse("The protocol is in protocol.csv").study is None


def test_a_dict_is_what_the_json_says() -> None:
    study = trialtext.from_json(b'{"protocolSection": {"designModule": {"phases": ["PHASE1"]}}}')
    assert trialtext.to_dict(study) == {"protocolSection": {"designModule": {"phases": ["PHASE1"]}}}


def test_public_names_are_listed() -> None:
    assert {"parse", "parse_all", "formats", "from_json_many", "to_dict", "__version__"} <= set(
        dir(trialtext)
    )
    assert all(getattr(trialtext, name) is not None for name in dir(trialtext))


@pytest.mark.parametrize("first", ["trialtext.formats", "trialtext.api", "trialtext"])
def test_formats_can_be_called_whatever_was_imported_before(first: str) -> None:
    __import__(first)
    assert [each.name for each in trialtext.formats()][:2] == ["mirror-study", "mirror-results"]
