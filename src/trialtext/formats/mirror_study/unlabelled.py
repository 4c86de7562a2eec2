"""Sections of which an extractor dropped the labels: values are recognized by their form.

They are not by their position: a value that may be of several fields stays unparsed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile

from trialtext.formats.mirror_study import (
    arms,
    design,
    eligibility,
)
from trialtext.formats.mirror_study import interventions as typed_interventions
from trialtext.formats.mirror_study import locations as sites
from trialtext.formats.mirror_study import sponsors as labelled_sponsors
from trialtext.formats.mirror_study.codes import YES_NO, without_roles
from trialtext.formats.mirror_study.evidence import Builder
from trialtext.formats.mirror_study.unlabelled_arms import Part, classify_lines
from trialtext.model.enums import (
    AgencyClass,
    DesignMasking,
    Phase,
    RecruitmentStatus,
    Sex,
    Status,
    StudyType,
)
from trialtext.model.protocol import (
    ArmGroup,
    ArmsInterventionsModule,
    DesignInfo,
    DesignModule,
    EligibilityModule,
    Intervention,
    MaskingBlock,
    Sponsor,
    SponsorCollaboratorsModule,
)
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Draft, Value
from trialtext.reading.scalars import age, codes, count, day, years
from trialtext.resolve.gazetteer import is_country

_AMBIGUOUS = "without its label, it may be one thing or another"


def _lines(section: Tree) -> list[Token]:
    """Return every line of a section, whatever its token in the grammar."""
    return [line for token in section.all_tokens() for line in token.lines()]


def _mark_ambiguous(tokens: Sequence[Token], builder: Builder) -> None:
    for token in tokens:
        message = f"{token.text!r:.60}: {_AMBIGUOUS}"
        builder.mark_unparsed("unlabelled-value", token, message)


# ---- Basic Information and Study Design

_FORMS: Mapping[str, Callable[[str], object]] = {
    "recruitment_status": codes(Status).get,
    "clinical_phase": lambda text: all(part in codes(Phase) for part in text.split("/")),
    "total_enrollment": count,
    "study_classification": codes(StudyType).get,
}
_DATES = ("study_start_date", "study_completion_date")


def basic_information(section: Tree, builder: Builder) -> None:
    """Read codes of one enum each, a number of participants, two dates: the first is the start."""
    if section.rules():
        design.basic_information(section, builder)
        return
    dates, known, others = [], dict[str, Token](), []
    for line in _lines(section):
        name = next((name for name, fits in _FORMS.items() if fits(line.text)), None)
        if day(line.text):
            dates.append(line)
        elif name and name not in known:
            known[name] = line
        else:
            others.append(line)
    if len(dates) == len(_DATES):
        known |= zip(_DATES, dates, strict=True)
    else:
        others += dates
    for field, line in known.items():
        design.BASIC_INFORMATION[field].put(line, builder)
    _mark_ambiguous(sorted(others, key=lambda token: token.start), builder)


_OF_TRIALS = ("allocation", "intervention_model", "primary_purpose", "masking")
_OF_OBSERVATIONS = ("observational_model", "time_perspective")
_FIELDS_OF: Mapping[str, tuple[str, ...]] = {
    StudyType.INTERVENTIONAL: _OF_TRIALS,
    StudyType.OBSERVATIONAL: _OF_OBSERVATIONS,
}
_ENUMS = dict(design.STUDY_DESIGN.values()) | {"masking": DesignMasking}


def study_design(section: Tree, builder: Builder) -> None:
    """Read codes, each of one enum only, masked roles, the rest of the two descriptions."""
    if section.rules():
        design.study_design(section, builder)
        return
    lines = _lines(section)
    known, others = _design_codes(lines, builder)
    info = Draft(DesignInfo)
    masking = Draft(MaskingBlock)
    for field, line in known.items():
        code = builder.code(line, codes(_ENUMS[field]))
        (masking if field == "masking" else info).set(field, code)
    roles = [line for line in others if not without_roles(line.text)]
    for line in roles[:1]:
        masking.set("who_masked", design.roles(line))
    rest = [line for line in others if line not in roles[:1]]
    if rest and rest[-1] is lines[-1] and _is_cut_code(rest[-1], builder):
        builder.mark_unparsed("truncated", rest.pop(), "the text ends within a code")
    if text := _text_below(known.get("intervention_model"), lines, rest, builder):
        info.set("intervention_model_description", builder.verbatim(text))
    if text := _text_below(roles[0] if roles else known.get("masking"), lines, rest, builder):
        masking.set("masking_description", design.describe_masking(text, builder))
    info.set("masking_info", masking or None)
    _mark_ambiguous(rest, builder)
    builder.put(DesignModule, design_info=info or None)


def _is_cut_code(line: Token, builder: Builder) -> bool:
    """Tell whether the text may have been cut off within a code of the design."""
    return builder.document.ends_in("study_design") and any(
        code.startswith(line.text) for enum in _ENUMS.values() for code in codes(enum)
    )


def _text_below(
    line: Token | None, lines: Sequence[Token], rest: list[Token], builder: Builder
) -> Token | None:
    """Take the lines right below a line from those that are left."""
    at = lines.index(line) + 1 if line else len(lines)
    below = list(takewhile(rest.__contains__, lines[at:]))
    for each in below:
        rest.remove(each)
    return builder.document.block(below[0], below[-1]) if below else None


def _design_codes(lines: Sequence[Token], builder: Builder) -> tuple[dict[str, Token], list[Token]]:
    """Assign codes to the only field that they can be of, until no such code remains."""
    kind = builder.module(DesignModule).value("study_type")
    known: dict[str, Token] = {}
    fields = _FIELDS_OF.get(str(kind.value) if kind else "", _OF_TRIALS + _OF_OBSERVATIONS)
    rest = list(lines)
    while True:
        unassigned = [field for field in fields if field not in known]
        certain = [
            (candidates[0], line)
            for line in rest
            if len(candidates := [f for f in unassigned if line.text in codes(_ENUMS[f])]) == 1
        ]
        if not certain:
            return known, rest
        field, line = certain[0]
        known[field] = line
        rest.remove(line)


# ---- Study Groups and Interventions


def interventions(section: Tree, builder: Builder) -> None:
    """Read names and the rest of descriptions, unless Study Groups does so."""
    if any(
        token.type == "INTERVENTION_TYPE" for rule in section.rules() for token in rule.tokens()
    ):
        typed_interventions.interventions(section, builder)
        return
    groups = builder.document.trees.get("study_groups")
    if not groups or not groups.children:
        _mark_ambiguous(_lines(section), builder)


def study_groups(section: Tree, builder: Builder) -> None:
    """Read labels of arms, the rest of descriptions, and names of interventions."""
    listed = builder.document.trees.get("interventions", Tree("interventions", []))
    if (
        builder.evidence.interventions
        or section.tokens("GROUP_TYPE", "INTERVENTION_TYPE")
        or section.rules()
    ):
        if not builder.evidence.interventions:
            _mark_ambiguous(_lines(listed), builder)
        arms.study_groups(section, builder)
        return
    groups, names = _lines(section), _lines(listed)
    sentences = {token.text for token in section.tokens("NO_INTERVENTIONS")}
    group_lines, name_lines = [line.text for line in groups], [line.text for line in names]
    classified = classify_lines(group_lines, name_lines, sentences)
    if classified is None or not arms.is_complete(builder):
        _mark_ambiguous([*groups, *names], builder)
        return
    listed_drafts = _interventions(names, classified.interventions, builder)
    arm_drafts = _arms(groups, classified.groups, listed_drafts, builder)
    builder.put(
        ArmsInterventionsModule,
        arm_groups=arm_drafts,
        interventions=list(listed_drafts.values()),
    )


def _interventions(
    lines: Sequence[Token], parts: Sequence[Part], builder: Builder
) -> dict[str, Draft]:
    """Draft interventions from classified lines, by their names."""
    drafts: dict[str, Draft] = {}
    for line, part in zip(lines, parts, strict=True):
        if part is Part.NAME:
            drafts[line.text] = draft = Draft(Intervention, name=builder.verbatim(line))
        else:
            _describe(draft, line, builder)
    return drafts


def _arms(
    lines: Sequence[Token],
    parts: Sequence[Part],
    interventions: Mapping[str, Draft],
    builder: Builder,
) -> list[Draft]:
    """Draft arms from classified lines, and give each intervention the labels of its arms."""
    drafts: list[Draft] = []
    labels: dict[str, list[Value]] = {}
    for line, part in zip(lines, parts, strict=True):
        match part:
            case Part.LABEL:
                value = builder.verbatim(line)
                drafts.append(Draft(ArmGroup, label=value and value.inferred("Interventions")))
            case Part.DESCRIPTION:
                _describe(drafts[-1], line, builder)
            case Part.NAME:
                if label := drafts[-1].value("label"):
                    moved = label.moved((*label.spans, line.span))
                    labels.setdefault(line.text, []).append(moved)
            case Part.REPEATED:
                builder.mark_boilerplate(line.span)
            case _:
                pass
    for name, values in labels.items():
        interventions[name].set("arm_group_labels", values)
    return drafts


def _describe(draft: Draft, line: Token, builder: Builder) -> None:
    known = draft.value("description")
    start = known.spans[0][0] if known else line.start
    draft.set("description", builder.verbatim(builder.document.token(start, line.end)))


# ---- Eligibility Criteria


def eligibility_criteria(section: Tree, builder: Builder) -> None:
    """Read the criteria, then ages, the lower of which is the minimum, sex, and Yes or No."""
    if section.rules():
        eligibility.eligibility_criteria(section, builder)
        return
    lines = _lines(section)
    if builder.document.ends_in("eligibility_criteria") and not _are_complete(lines):
        # The last lines may be ages, without the sex behind them, or the beginning of an age.
        last = len(lines) - (len(lines[-1].text) <= _LONGEST_AGE)
        while last and age(lines[last - 1].text):
            last -= 1
        _mark_ambiguous(lines[last:], builder)
        lines = lines[:last]
    volunteers = lines.pop() if lines and lines[-1].text in YES_NO else None
    sex = lines.pop() if lines and lines[-1].text in codes(Sex) else None
    ages: list[Token] = []
    while sex and lines and age(lines[-1].text) and len(ages) < len(_AGES):
        ages.insert(0, lines.pop())
    if lines:
        text = builder.document.token(lines[0].start, lines[-1].end)
        builder.put(EligibilityModule, eligibility_criteria=eligibility.criteria(text))
    if sex:
        builder.put(EligibilityModule, sex=builder.code(sex, codes(Sex)))
    if volunteers:
        builder.put(EligibilityModule, healthy_volunteers=builder.code(volunteers, YES_NO))
    if len(ages) == len(_AGES):
        ages.sort(key=lambda token: years(token.text))
        values = (builder.parse(token, age, "an age") for token in ages)
        builder.put(EligibilityModule, **dict(zip(_AGES, values, strict=True)))
    else:
        _mark_ambiguous(ages, builder)


def _are_complete(lines: Sequence[Token]) -> bool:
    return not lines or lines[-1].text in YES_NO or lines[-1].text in codes(Sex)


_AGES = ("minimum_age", "maximum_age")
_LONGEST_AGE = 12
"""Characters of an age."""


# ---- Sponsors and sites


def sponsors(section: Tree, builder: Builder) -> None:
    """Read name and class of the only sponsor, the lead; of several, any may be the lead."""
    labelled = section.rules() or builder.document.ends_in("sponsors")
    match [] if labelled else _lines(section):
        case [name, kind] if kind.text in codes(AgencyClass):
            class_ = builder.code(kind, codes(AgencyClass))
            sponsor = Draft(Sponsor, name=builder.verbatim(name), class_=class_)
            builder.put(SponsorCollaboratorsModule, lead_sponsor=sponsor)
        case _:
            labelled_sponsors.sponsors(section, builder)


def locations(section: Tree, builder: Builder) -> None:
    """Read facility, place, perhaps status; a place ends with a listed country."""
    if section.rules():
        sites.locations(section, builder)
        return
    sites.put_sites(list(_sites(_lines(section), builder)), builder)


def _sites(lines: Sequence[Token], builder: Builder) -> Iterator[sites.SiteLines]:
    """Group lines into facility, place and status; mark other groups as ambiguous."""
    statuses = codes(RecruitmentStatus)
    for group in _grouped(lines, builder):
        status = group[-1] if group[-1].text in statuses else None
        parts = group[:-1] if status else group
        match [_is_place(line, builder) for line in parts]:
            case [True]:
                yield sites.SiteLines(None, parts[0], status)
            case [False, True]:
                yield sites.SiteLines(parts[0], parts[1], status)
            case _:
                _mark_ambiguous(group, builder)


def _grouped(lines: Sequence[Token], builder: Builder) -> Iterator[list[Token]]:
    """Group lines: a group ends with a status, or with a place that no status follows."""
    statuses = codes(RecruitmentStatus)
    group: list[Token] = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        group.append(line)
        status_follows = following is not None and following.text in statuses
        place_follows = following is not None and _is_place(following, builder)
        ends = _is_place(line, builder) and not status_follows and not place_follows
        if line.text in statuses or ends or following is None:
            yield group
            group = []


def _is_place(line: Token, builder: Builder) -> bool:
    country = line.text.rpartition(", ")[2]
    return country != line.text and (
        country in builder.evidence.countries
        or (not builder.evidence.countries and is_country(country))
    )
