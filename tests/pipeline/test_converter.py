"""One item to what comes of it."""

import hashlib

import orjson
from tests.pages import seed_text

import trialtext
from trialtext import Status
from trialtext.pipeline.converter import RECORD, Converter
from trialtext.pipeline.documents import DocumentReader
from trialtext.pipeline.inputs.items import Item, Record, Text, Unreadable
from trialtext.pipeline.outcomes import Outcome, dump, load

PAGE = seed_text("minimal")
BAD = PAGE.replace("\nCOMPLETED\n", "\nANY\n")
DATA = b'{"protocolSection":{"identificationModule":{"nctId":"NCT99900001"}},"hasResults":false}'


def converted(item: Item, converter: Converter = Converter()) -> list[Outcome]:  # noqa: B008
    return list(converter.convert(item))


def text(data: str | bytes) -> Text:
    return Text(source="a.txt", data=data)


def test_a_text_becomes_what_the_library_reads() -> None:
    (outcome,) = converted(text(PAGE))
    result = trialtext.parse(PAGE)
    assert result.study
    assert outcome.study == trialtext.to_json(result.study).decode()
    assert (outcome.status, outcome.format, outcome.variant) == (
        Status.COMPLETE,
        "mirror-study",
        "flattened",
    )
    assert (outcome.nct_id, outcome.coverage) == ("NCT99900013", result.coverage)


def test_it_is_known_by_the_hash_of_its_bytes() -> None:
    (outcome,) = converted(text("é"))
    assert outcome.content_hash == hashlib.sha256("é".encode()).hexdigest()


def test_each_document_of_a_text_has_its_number() -> None:
    two = converted(text(f"{PAGE}\n\n{PAGE}"))
    assert [each.document for each in two] == [1, 2]


def test_diagnostics_name_where_it_is_from() -> None:
    (outcome,) = converted(Text(source="crawl.zip!a.txt", data=BAD))
    assert outcome.messages[0].startswith("crawl.zip!a.txt:19:1: warning unknown-code")


def test_a_number_comes_from_the_name_of_a_text_if_it_lost_its_own() -> None:
    item = Text(source="x#1", data=PAGE.replace("NCT ID: NCT99900013\n", ""), nct_id="NCT99900007")
    (outcome,) = converted(item)
    assert outcome.nct_id == "NCT99900007"


def test_what_is_refused_tells_why() -> None:
    (outcome,) = converted(text(BAD), Converter(strict=True))
    assert outcome.is_failed
    assert outcome.study is None
    assert outcome.messages[0].endswith("ANY\n    ^")


def test_what_cannot_be_read_is_a_failure() -> None:
    (outcome,) = converted(Unreadable(source="a.txt", code="unreadable-file", message="no"))
    assert (outcome.status, outcome.messages) == (
        Status.FAILED,
        ("a.txt:1:1: error unreadable-file: no",),
    )


def test_a_record_of_the_api_stays_as_it_is() -> None:
    (outcome,) = converted(Record(source="r.json#1", data=DATA))
    assert (outcome.format, outcome.status, outcome.nct_id) == (
        RECORD,
        Status.COMPLETE,
        "NCT99900001",
    )
    assert outcome.study == DATA.decode()


def test_a_field_that_is_not_in_the_specification_is_kept_and_told() -> None:
    data = DATA.replace(b'"hasResults"', b'"newField":1,"hasResults"')
    (outcome,) = converted(Record(source="r.json", data=data))
    assert orjson.loads(outcome.study or "") == orjson.loads(data)
    assert [each.code for each in outcome.diagnostics] == ["unknown-field"]
    assert outcome.status is Status.COMPLETE


def test_a_record_of_another_kind_is_a_failure() -> None:
    (outcome,) = converted(Record(source="r.json", data=b'{"a": 1}'))
    assert outcome.messages == (
        (
            "r.json:1:1: error invalid-record: expected a study, not an object without a protocol"
            " section, 'protocolSection', but with 'a' @ $"
        ),
    )


def test_a_text_that_looks_like_the_name_of_a_file_is_a_text() -> None:
    (outcome,) = converted(text("page.txt"))
    assert [each.code for each in outcome.diagnostics] == ["not-a-registry-page"]


def test_lone_surrogates_are_no_exception() -> None:
    (outcome,) = converted(text(PAGE.replace("yearly", "\ud800")))
    assert outcome.nct_id == "NCT99900013"


def test_options_of_reading_are_obeyed() -> None:
    converter = Converter(reader=DocumentReader(max_bytes=10))
    (outcome,) = converter.convert(text(PAGE))
    assert [each.code for each in outcome.diagnostics] == ["too-large"]


def test_outcomes_go_to_disk_and_back() -> None:
    outcomes = [*converted(text(BAD), Converter(traced=True, explain=True)), *converted(text(""))]
    assert load(dump(outcomes)) == outcomes
