"""Lists of terms that the page joins on one line: Conditions, Keywords."""

from typing import Final

from trialtext.formats.mirror_study.evidence import Builder
from trialtext.model.protocol import (
    ArmsInterventionsModule,
    ConditionsModule,
    DescriptionModule,
    EligibilityModule,
    IdentificationModule,
)
from trialtext.parsing.tree import Tree
from trialtext.reading.draft import Derivation, Value
from trialtext.resolve.term_evidence import Kind, PageEvidence
from trialtext.resolve.terms import split_terms

_WITHOUT_EVIDENCE: Final = 0.99
"""Confidence from which on the rest of the page does not change a split."""
_VOCABULARY: Final = "known terms, and how the page uses the words"


def conditions(section: Tree, builder: Builder) -> None:
    """Read all conditions on one line."""
    builder.put(ConditionsModule, conditions=_terms(section, "conditions", builder))


def keywords(section: Tree, builder: Builder) -> None:
    """Read all keywords on one line."""
    builder.put(ConditionsModule, keywords=_terms(section, "keywords", builder))


def _terms(section: Tree, kind: Kind, builder: Builder) -> list[Value]:
    """Split a line if it is sure enough; otherwise keep it, with the best way as evidence.

    So does a line that the rest of the page might split in another way, if that was cut off.
    """
    (text,) = section.tokens()
    line, rest = text.split_first_line()
    if rest.text:
        message = "all terms stand on one line, but there is another"
        builder.mark_unparsed("unknown-line", rest, message)
    split = split_terms(line.text, kind, _evidence(builder))
    terms = [line.part(start, end) for start, end in split.terms]
    doubtful = builder.document.ends_in(kind) or split.confidence < _WITHOUT_EVIDENCE
    cut_off = doubtful and _lacks_evidence(builder)
    if split.sure and not cut_off and len(terms) > 1:
        return [Value(term.text, (term.span,), Derivation.INFERRED, _VOCABULARY) for term in terms]
    if split.sure and not cut_off:
        return [Value(term.text, (term.span,)) for term in terms]
    why = ": what tells was cut off" if cut_off else ""
    builder.report("unsplit-terms", line.span, f"one term or several, joined by spaces{why}")
    perhaps = " | ".join(term.text for term in terms)
    evidence = f"perhaps {perhaps}" if terms[1:] else ""
    return [Value(line.text, (line.span,), Derivation.VERBATIM, evidence)]


def _lacks_evidence(builder: Builder) -> bool:
    """Tell whether the page was cut off before the last of its running text."""
    document, last = builder.document, "eligibility_criteria"
    return last not in document.trees or document.ends_in(last)


def _evidence(builder: Builder) -> PageEvidence:
    """Collect the evidence for splitting once: running text, and the lines of terms."""
    if builder.evidence.terms is None:
        lines = {name: _line(name, builder) for name in ("conditions", "keywords")}
        builder.evidence.terms = PageEvidence(_running_text(builder), **lines)
    return builder.evidence.terms


def _line(section: Kind, builder: Builder) -> str:
    """Return the text of a section, empty if there is none."""
    tree = builder.document.trees.get(section)
    return tree.tokens()[0].text if tree and tree.tokens() else ""


def _running_text(builder: Builder) -> str:
    """Join the running text of the page: title, narrative, criteria, arms, interventions."""
    modules = (
        (IdentificationModule, ("brief_title",)),
        (DescriptionModule, ("brief_summary", "detailed_description")),
        (EligibilityModule, ("eligibility_criteria",)),
    )
    drafts = [(builder.module(module), fields) for module, fields in modules]
    arms = builder.module(ArmsInterventionsModule)
    drafts += [(arm, ("label", "description")) for arm in arms.drafts("arm_groups")]
    drafts += [(each, ("name", "description")) for each in arms.drafts("interventions")]
    values = (draft.value(field) for draft, fields in drafts for field in fields)
    return "\n".join([str(value.value) for value in values if value])
