"""The tables of the sections beside protocol and results, and of criteria."""

from typing import Final

from trialtext.pipeline.tables import computed
from trialtext.pipeline.tables.model import (
    Computed,
    Constant,
    Path,
    Source,
    Table,
)
from trialtext.pipeline.tables.values import (
    DATE,
    FLAG,
    INTEGER,
    LAST_DAY,
    LIST,
)

_PROTOCOL: Final = "protocolSection"
_IDENTIFICATION: Final = f"{_PROTOCOL}.identificationModule"
_DOCUMENT: Final = "documentSection.largeDocumentModule.largeDocs[]"
_UNPOSTED: Final = "annotationSection.annotationModule.unpostedAnnotation.unpostedEvents[]"

OTHER_TABLES: Final = (
    Table(
        "pending_results",
        Source(
            _UNPOSTED,
            {
                "event": f"{_UNPOSTED}.type",
                "event_date_description": f"{_UNPOSTED}.date",
                "event_date": Path(f"{_UNPOSTED}.date", LAST_DAY),
            },
        ),
    ),
    Table(
        "provided_documents",
        Source(
            _DOCUMENT,
            {
                "has_protocol": Path(f"{_DOCUMENT}.hasProtocol", FLAG),
                "has_sap": Path(f"{_DOCUMENT}.hasSap", FLAG),
                "has_icf": Path(f"{_DOCUMENT}.hasIcf", FLAG),
                "document_type": f"{_DOCUMENT}.label",
                "document_date": Path(f"{_DOCUMENT}.date", DATE),
                "url": Computed(
                    computed.document_url, (f"{_IDENTIFICATION}.nctId", f"{_DOCUMENT}.filename")
                ),
            },
        ),
    ),
    *(
        Table(
            f"browse_{name}s",
            *(
                Source(
                    f"derivedSection.{name}BrowseModule.{terms}[]",
                    {
                        "mesh_term": f"derivedSection.{name}BrowseModule.{terms}[].term",
                        "mesh_type": Constant(kind),
                    },
                )
                for terms, kind in (("meshes", "mesh-list"), ("ancestors", "mesh-ancestor"))
            ),
        )
        for name in ("condition", "intervention")
    ),
    Table(
        "criteria",
        Source(
            "criteria[]",
            {
                "side": "criteria[].side",
                "path": "criteria[].path",
                "headings": Path("criteria[].headings[]", LIST),
                "text": "criteria[].text",
                "start": Path("criteria[].start", INTEGER),
                "end": Path("criteria[].end", INTEGER),
                "level": Path("criteria[].level", INTEGER),
                "marker": "criteria[].marker",
                "doubts": Path("criteria[].doubts[]", LIST),
                "line": Path("criteria[].line", INTEGER),
            },
        ),
    ),
)
"""The tables of the other sections, and of single criteria, which the engine puts beside them."""
