"""Interventions: name, description, type."""

from collections.abc import Mapping
from typing import TypeAlias

from trialtext.formats.mirror_study.evidence import Builder, ListedIntervention
from trialtext.model.enums import InterventionType
from trialtext.model.protocol import ArmsInterventionsModule, Intervention
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Draft, Value
from trialtext.reading.scalars import codes

TYPE = "Intervention Type"
NamedInArms: TypeAlias = Mapping[tuple[str, str], Token]
"""Interventions that the arms have, by name and type."""


def interventions(section: Tree, builder: Builder) -> None:
    """Read interventions: name, description, type."""
    named, listed = _named_in_groups(builder), builder.evidence.interventions
    for rule in section.rules():
        labels = rule.tokens("INTERVENTION_TYPE")
        others = [token for token in rule.tokens() if token.type != "INTERVENTION_TYPE"]
        text = builder.document.block(others[0], others[-1])
        if not labels:
            builder.mark_unparsed("unknown-line", text, "no type follows")
            continue
        builder.unparsed_lines(labels[1:])
        kind = labels[0].after(TYPE)
        *untyped, last = _blocks(text, kind, named)
        listed += [_listed(block, None, named, builder) for block in untyped]
        listed.append(_listed(last, kind, named, builder))
    _restore_name(named, builder)
    builder.put(ArmsInterventionsModule, interventions=[each.draft for each in listed])
    builder.unparsed_lines(section.tokens("INTERVENTION_TYPE"))


def _named_in_groups(builder: Builder) -> NamedInArms:
    groups = builder.document.trees.get("study_groups")
    pairs = [rule.tokens() for rule in groups.rules()] if groups else []
    return {(name.text, label.after(TYPE).text): name for name, label in pairs}


def _blocks(text: Token, kind: Token, named: NamedInArms) -> list[Token]:
    """Divide the text before a type, if the type of an intervention before it was lost.

    It was if the arms name the first line, but not with this type, and a later line with this type.
    """
    first, *others = text.text.split("\n")
    if (first, kind.text) not in named and any(name == first for name, _ in named):
        at = len(first) + 1
        for line in others:
            if (line, kind.text) in named:
                return [text.part(0, at), text.part(at)]
            at += len(line) + 1
    return [text]


def _listed(
    block: Token, kind: Token | None, named: NamedInArms, builder: Builder
) -> ListedIntervention:
    """Read one intervention. A type that was lost is that of the one with its name in the arms."""
    name, description = block.split_first_line()
    draft = Draft(
        Intervention, name=builder.verbatim(name), description=builder.verbatim(description)
    )
    if kind:
        draft.set("type", builder.code(kind, codes(InterventionType)))
        typed = kind.text
    else:
        (typed, source), *_ = [(k, token) for (n, k), token in named.items() if n == name.text]
        builder.report("missing-value", name.span, "the type was lost; the arms tell it")
        if member := codes(InterventionType).get(typed):
            draft.set("type", Value(member, (source.span,), Derivation.INFERRED, "Study Groups"))
    return ListedIntervention(name.text, typed, description.text, draft)


def _restore_name(named: NamedInArms, builder: Builder) -> None:
    """Restore the name of an intervention that lost it, if only one of those in the arms fits."""
    listed = builder.evidence.interventions
    keys = {(each.name, each.kind) for each in listed}
    unlisted = [key for key in named if key not in keys]
    unnamed = [each for each in listed if (each.name, each.kind) not in named]
    if len(unlisted) != 1 or len(unnamed) != 1 or unnamed[0].kind != unlisted[0][1]:
        return
    if any(unlisted[0][0] in each.description.split("\n") for each in listed):
        return  # the name was lost in the arms
    (damaged,), (key,) = unnamed, unlisted
    source = named[key].span
    name, rest = damaged.draft.value("name"), damaged.draft.value("description")
    first = name.spans[0] if name else source
    text = builder.document.token(first[0], rest.spans[0][1] if rest else first[1])
    builder.report("missing-value", first, f"the name was lost; the arms tell it: {key[0]!r}")
    draft = Draft(
        Intervention,
        name=Value(key[0], (source,), Derivation.INFERRED, "Study Groups"),
        description=builder.verbatim(text),
        type=damaged.draft.value("type"),
    )
    listed[listed.index(damaged)] = ListedIntervention(*key, text.text, draft)
