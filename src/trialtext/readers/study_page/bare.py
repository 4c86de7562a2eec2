"""Sections as some extractors leave them: values without labels, told apart by what they are.

Never by their position: what may be one thing or another is left over.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

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
    ContactsLocationsModule,
    DesignInfo,
    DesignModule,
    EligibilityModule,
    Intervention,
    Location,
    MaskingBlock,
    Sponsor,
    SponsorCollaboratorsModule,
)
from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Reading, rules, tokens
from trialtext.readers.study_page import arms, design, eligibility, people, sites
from trialtext.resolve.bare_arms import Part, divide
from trialtext.resolve.places import is_country, resolve_places
from trialtext.trace import Draft, How, Leaf
from trialtext.values import YES_NO, age, codes, count, day, masked_roles, years

_AMBIGUOUS = "without its label, it may be one thing or another"


def _lines(body: Body, page: Reading) -> list[Piece]:
    """Every line of a section, whatever the grammar took it for."""
    found = []
    for token in body.tokens():
        at, end = token.span
        for line in page.text[at:end].split("\n"):
            if line.strip():
                found.append(page.piece(at, at + len(line)))
            at += len(line) + 1
    return found


def _leave(pieces: Sequence[Piece], page: Reading) -> None:
    for piece in pieces:
        page.leave("bare-value", piece, f"{piece.text!r:.60}: {_AMBIGUOUS}")


# ---- Basic Information and Study Design

_KINDS: Mapping[str, Callable[[str], object]] = {
    "recruitment_status": codes(Status).get,
    "clinical_phase": lambda text: all(part in codes(Phase) for part in text.split("/")),
    "total_enrollment": count,
    "study_classification": codes(StudyType).get,
}
_DATES = ("study_start_date", "study_completion_date")


def basic_information(body: Body, page: Reading) -> None:
    """Codes of one enum each, a number of participants, two dates: the first is the start."""
    if rules(body):
        design.basic_information(body, page)
        return
    dates, told, others = [], dict[str, Piece](), []
    for line in _lines(body, page):
        kind = next((name for name, fits in _KINDS.items() if fits(line.text)), None)
        if day(line.text):
            dates.append(line)
        elif kind and kind not in told:
            told[kind] = line
        else:
            others.append(line)
    if len(dates) == len(_DATES):
        told |= zip(_DATES, dates, strict=True)
    else:
        others += dates
    for name, line in told.items():
        field = design.BASIC_INFORMATION[name]
        page.put(field.module, **{field.name: field.read(line, page)})
    _leave(sorted(others, key=lambda piece: piece.start), page)


_OF_TRIALS = ("allocation", "intervention_model", "primary_purpose", "masking")
_OF_OBSERVATIONS = ("observational_model", "time_perspective")
_FIELDS_OF: Mapping[str, tuple[str, ...]] = {
    StudyType.INTERVENTIONAL: _OF_TRIALS,
    StudyType.OBSERVATIONAL: _OF_OBSERVATIONS,
}
_ENUMS = dict(design.STUDY_DESIGN.values()) | {"masking": DesignMasking}


def study_design(body: Body, page: Reading) -> None:
    """Codes, each of one enum only; what is left of the text on the model; the masked roles."""
    if rules(body):
        design.study_design(body, page)
        return
    lines = _lines(body, page)
    told, others = _design_codes(lines, page)
    info = Draft(DesignInfo)
    masking = Draft(MaskingBlock)
    for field, line in told.items():
        leaf = page.coded(line, codes(_ENUMS[field]))
        (masking if field == "masking" else info).set(field, leaf)
    roles = [line for line in others if not _without_roles(line.text)]
    for line in roles[:1]:
        places = masked_roles(line.text)
        masking.set(
            "who_masked",
            [Leaf(r, ((line.start + a, line.start + b),), How.NORMALISED) for r, a, b in places],
        )
    info.set("masking_info", masking or None)
    rest = [line for line in others if line not in roles[:1]]
    model = told.get("intervention_model")
    at = lines.index(model) + 1 if model else 0
    if model and rest and lines[at : at + len(rest)] == rest:
        text = page.piece(rest[0].start, rest[-1].end)
        info.set("intervention_model_description", page.copied(text))
    else:
        _leave(rest, page)
    page.put(DesignModule, design_info=info or None)


def _design_codes(lines: Sequence[Piece], page: Reading) -> tuple[dict[str, Piece], list[Piece]]:
    """Find the one field that each code can be of, which may leave one only to another code."""
    kind = page.module(DesignModule).leaf("study_type")
    told: dict[str, Piece] = {}
    fields = _FIELDS_OF.get(str(kind.value) if kind else "", _OF_TRIALS + _OF_OBSERVATIONS)
    left = list(lines)
    while True:
        open_ = [field for field in fields if field not in told]
        sure = [
            (candidates[0], line)
            for line in left
            if len(candidates := [f for f in open_ if line.text in codes(_ENUMS[f])]) == 1
        ]
        if not sure:
            return told, left
        field, line = sure[0]
        told[field] = line
        left.remove(line)


def _without_roles(text: str) -> str:
    for _, start, end in reversed(masked_roles(text)):
        text = text[:start] + text[end:]
    return text.strip()


# ---- Study Groups and Interventions


def interventions(body: Body, page: Reading) -> None:
    """Names, and what is left of descriptions: Study Groups tells which is which."""
    if any(token.type == "INTERVENTION_TYPE" for rule in rules(body) for token in tokens(rule)):
        arms.interventions(body, page)
        return
    groups = page.sections.get("study_groups")
    if not groups or not groups.children:
        _leave(_lines(body, page), page)


def study_groups(body: Body, page: Reading) -> None:
    """Labels of arms, what is left of descriptions, and names of interventions."""
    listed = page.sections.get("interventions", Body("interventions", []))
    if page.interventions or tokens(body, "GROUP_TYPE", "INTERVENTION_TYPE") or rules(body):
        if not page.interventions:
            _leave(_lines(listed, page), page)
        arms.study_groups(body, page)
        return
    groups, names = _lines(body, page), _lines(listed, page)
    none = {token.text for token in tokens(body, "NO_INTERVENTIONS")}
    found = divide([line.text for line in groups], [line.text for line in names], none)
    if found is None or not arms.goes_on(page):
        _leave([*groups, *names], page)
        return
    _take(groups, found.groups, names, found.interventions, page)


def _take(
    groups: Sequence[Piece],
    parts: Sequence[Part],
    listed: Sequence[Piece],
    listed_parts: Sequence[Part],
    page: Reading,
) -> None:
    drafts: dict[str, Draft] = {}
    labelled: dict[str, list[Leaf]] = {}
    for line, part in zip(listed, listed_parts, strict=True):
        if part is Part.NAME:
            drafts[line.text] = draft = Draft(Intervention, name=page.copied(line))
        else:
            _describe(draft, line, page)
    labels: list[Draft] = []
    for line, part in zip(groups, parts, strict=True):
        match part:
            case Part.LABEL:
                label = page.copied(line)
                named = label and label.resolved("Interventions")
                labels.append(Draft(ArmGroup, label=named))
            case Part.DESCRIPTION:
                _describe(labels[-1], line, page)
            case Part.NAME:
                drafted = labels[-1].leaf("label")
                if drafted:
                    leaf = drafted.moved((*drafted.spans, line.span))
                    labelled.setdefault(line.text, []).append(leaf)
            case Part.REPEATED:
                page.boilerplate.append(line.span)
            case _:
                pass
    for name, leaves in labelled.items():
        drafts[name].set("arm_group_labels", leaves)
    page.put(ArmsInterventionsModule, arm_groups=labels, interventions=list(drafts.values()))


def _describe(draft: Draft, line: Piece, page: Reading) -> None:
    known = draft.leaf("description")
    start = known.spans[0][0] if known else line.start
    draft.set("description", page.copied(page.piece(start, line.end)))


# ---- Eligibility Criteria


def eligibility_criteria(body: Body, page: Reading) -> None:
    """The criteria; behind them ages, the lower of which is the minimum, sex, and Yes or No."""
    if rules(body):
        eligibility.eligibility_criteria(body, page)
        return
    lines = _lines(body, page)
    if page.ends_in("eligibility_criteria") and not _is_told_to_the_end(lines):
        # Ages may be the last lines, without the sex behind them, or the beginning of one.
        last = len(lines) - (len(lines[-1].text) <= _LONGEST_AGE)
        while last and age(lines[last - 1].text):
            last -= 1
        _leave(lines[last:], page)
        lines = lines[:last]
    volunteers = lines.pop() if lines and lines[-1].text in YES_NO else None
    sex = lines.pop() if lines and lines[-1].text in codes(Sex) else None
    ages: list[Piece] = []
    while sex and lines and age(lines[-1].text) and len(ages) < len(_AGES):
        ages.insert(0, lines.pop())
    if lines:
        text = page.piece(lines[0].start, lines[-1].end)
        page.put(EligibilityModule, eligibility_criteria=eligibility.criteria(text))
    if sex:
        page.put(EligibilityModule, sex=page.coded(sex, codes(Sex)))
    if volunteers:
        page.put(EligibilityModule, healthy_volunteers=page.coded(volunteers, YES_NO))
    if len(ages) == len(_AGES):
        ages.sort(key=lambda piece: years(piece.text))
        leaves = (page.parsed(piece, age, "an age") for piece in ages)
        page.put(EligibilityModule, **dict(zip(_AGES, leaves, strict=True)))
    else:
        _leave(ages, page)


def _is_told_to_the_end(lines: Sequence[Piece]) -> bool:
    return not lines or lines[-1].text in YES_NO or lines[-1].text in codes(Sex)


_AGES = ("minimum_age", "maximum_age")
_LONGEST_AGE = 12


# ---- Sponsors and sites


def sponsors(body: Body, page: Reading) -> None:
    """Name and class of the only sponsor, who is the lead; of several, none is known to be."""
    labelled = rules(body) or page.ends_in("sponsors")
    match [] if labelled else _lines(body, page):
        case [name, kind] if kind.text in codes(AgencyClass):
            class_ = page.coded(kind, codes(AgencyClass))
            sponsor = Draft(Sponsor, name=page.copied(name), class_=class_)
            page.put(SponsorCollaboratorsModule, lead_sponsor=sponsor)
        case _:
            people.sponsors(body, page)


def locations(body: Body, page: Reading) -> None:
    """Facility, place, perhaps status; a place ends with a country that is listed."""
    if rules(body):
        sites.locations(body, page)
        return
    found = list(_sites(_lines(body, page), page))
    places = resolve_places([place.text for _, place, _ in found], page.countries)
    drafts = []
    for (facility, line, status), place in zip(found, places, strict=True):
        site = Draft(Location, facility=page.copied(facility) if facility else None)
        if place:
            page.boilerplate.append(line.span)  # the commas
            sites.put_place(site, line, place, page)
        if status:
            site.set("status", page.coded(status, codes(RecruitmentStatus)))
        drafts.append(site)
    page.put(ContactsLocationsModule, locations=drafts)


def _sites(
    lines: Sequence[Piece], page: Reading
) -> Iterator[tuple[Piece | None, Piece, Piece | None]]:
    """Group lines into sites; leave those over that may be part of one or of another."""
    statuses = codes(RecruitmentStatus)
    for group in _grouped(lines, page):
        status = group[-1] if group[-1].text in statuses else None
        parts = group[:-1] if status else group
        match [_is_place(line, page) for line in parts]:
            case [True]:
                yield None, parts[0], status
            case [False, True]:
                yield parts[0], parts[1], status
            case _:
                _leave(group, page)


def _grouped(lines: Sequence[Piece], page: Reading) -> Iterator[list[Piece]]:
    """Part lines after each status, and after each place that no status follows."""
    statuses = codes(RecruitmentStatus)
    group: list[Piece] = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        group.append(line)
        status_follows = following is not None and following.text in statuses
        place_follows = following is not None and _is_place(following, page)
        ends = _is_place(line, page) and not status_follows and not place_follows
        if line.text in statuses or ends or following is None:
            yield group
            group = []


def _is_place(line: Piece, page: Reading) -> bool:
    country = line.text.rpartition(", ")[2]
    return country != line.text and (
        country in page.countries or (not page.countries and is_country(country))
    )
