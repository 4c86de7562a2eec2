"""The cell of documents: each is a label and an address, whose last part is the file's name."""

import re
from typing import Final

from trialtext.formats.ctgov_csv.cells import BAR, COMMA, parsed
from trialtext.formats.ctgov_csv.evidence import RowBuilder
from trialtext.formats.ctgov_csv.fields import get
from trialtext.model.document import LargeDoc, LargeDocumentModule
from trialtext.model.study import Study
from trialtext.parsing.tree import Token
from trialtext.reading.draft import Derivation, Draft, Value

_FILE_NAME: Final = re.compile(r"(?P<types>\w+?)_[0-9]{3}\.pdf")
_TYPES: Final = {"has_protocol": "Prot", "has_sap": "SAP", "has_icf": "ICF"}
_SITE: Final = "https://cdn.clinicaltrials.gov/large-docs"
_IN_NAME: Final = "the file's name"


def read_documents(cell: Token, builder: RowBuilder) -> None:
    """Read documents, in one cell or in several."""
    tree = parsed(cell, "study_documents", "a list of documents", builder)
    module = builder.module(LargeDocumentModule)
    for rule in tree.rules() if tree else ():
        *labels, address = rule.tokens()
        module.append("large_docs", _document(labels, address, builder))
    for token in tree.tokens("UNKNOWN_ITEM") if tree else ():
        builder.mark_unparsed("unknown-line", token, f"{token.text!r:.60} is no document")


def _document(labels: list[Token], address: Token, builder: RowBuilder) -> Draft:
    document = Draft(LargeDoc)
    for label in labels:
        document.set("label", _label(label, builder))
    site, slash, name = address.text.rpartition("/")
    file = address.part(len(site) + len(slash))
    builder.mark_boilerplate((address.start, file.start))
    document.set("filename", builder.verbatim(file))
    if match := _FILE_NAME.fullmatch(name):
        types = match["types"].split("_")
        span = file.part(*match.span("types")).span
        document.set("type_abbrev", Value(match["types"], (span,)))
        for field, abbreviation in _TYPES.items():
            value = abbreviation in types
            document.set(field, Value(value, (span,), Derivation.COMPUTED, _IN_NAME))
    return document


def _label(label: Token, builder: RowBuilder) -> Value | None:
    """Read a label, without the quotes that the older download puts around it."""
    if label.text[0] == label.text[-1] == '"' and len(label.text) > 1:
        builder.mark_boilerplate((label.start, label.start + 1), (label.end - 1, label.end))
        label = label.part(1, -1)
    return builder.verbatim(label)


def write_documents(study: Study) -> str:
    """Write the documents with their addresses on the site."""
    section = study.document_section
    module = section.large_document_module if section else None
    number = get(study, "identification_module.nct_id") or ""
    folder = f"{_SITE}/{number[-2:]}/{number}"
    return BAR.join(
        COMMA.join(filter(None, [each.label, f"{folder}/{each.filename}"]))
        for each in (module.large_docs if module else ())
        if each.filename
    )
