"""Results as rows of a table."""

import json

from tests.pages import page

import trialtext
from trialtext.reading.rows import result_row


def test_a_row_tells_what_became_of_a_document() -> None:
    result = trialtext.parse(page(("Clinical Phase", "PHASE9")), path="a.txt")
    assert result.study is not None
    row = result_row(result, source="a.txt", document=2, content_hash="abc")
    first = result.diagnostics[0]
    assert row == {
        "source": "a.txt",
        "document": 2,
        "content_hash": "abc",
        "nct_id": "NCT99900001",
        "format": "mirror-study",
        "variant": result.detection.variant,
        "status": "partial",
        "study": trialtext.to_json(result.study).decode(),
        "diagnostics": row["diagnostics"],
        "coverage": result.coverage._asdict(),
    }
    assert len(row["diagnostics"]) == len(result.diagnostics)
    assert row["diagnostics"][0] == {
        "code": first.code,
        "severity": first.severity,
        "message": first.message,
        "line": first.line,
        "column": first.column,
    }


def test_a_document_that_could_not_be_read_has_no_study() -> None:
    row = result_row(trialtext.parse("A dark and stormy night."), source="night")
    assert (row["status"], row["study"], row["nct_id"], row["format"]) == ("failed", *[None] * 3)
    assert [each["code"] for each in row["diagnostics"]] == ["not-a-registry-page"]
    assert (row["document"], row["content_hash"]) == (1, None)


def test_a_row_is_json() -> None:
    row = result_row(trialtext.parse(page()), source="a.txt")
    assert json.loads(json.dumps(row)) == row
