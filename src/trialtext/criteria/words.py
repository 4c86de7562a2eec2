"""What words mean in eligibility criteria: tables, in lower case."""

import re
from collections.abc import Iterable
from typing import Final


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile what matches any of some phrases, in capitals or not."""
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INCLUSION: Final = _words("inclusion inclusions included")
"""They name the side of those who may take part."""
EXCLUSION: Final = _words(
    "exclusion exclusions exclusionary excluded exclude excludes noninclusion non-inclusion"
    " ineligible ineligibility"
)
"""They name the side of those who may not."""
ENDING: Final = _words(
    "withdrawal withdrawals withdraw drop-out dropout dropouts discontinuation exit"
    " suspension stopping termination removal removing elimination shedding"
)
"""Before `criteria`, they say when people leave: neither side."""
CRITERIA: Final = _words("criteria criterion criterions criterias requirements conditions")

SIDE_NAMES: Final = _words("inclusion inclusions exclusion exclusions non-inclusion noninclusion")
"""Nouns that are headings by themselves."""

STRESS: Final = _words("key main major primary principal general basic other additional specific")
"""What changes nothing about a heading."""

ALONE: Final = _words("excluded ineligible ineligibility")
"""Words that are a heading of exclusion if a colon follows them."""

OF_SIDES: Final = (
    SIDE_NAMES
    | CRITERIA
    | STRESS - _words("other additional specific")
    | _words("include includes are is as follows the following all of")
)
"""Words that leave the heading of a side plain."""

GENERIC: Final = (
    INCLUSION
    | EXCLUSION
    | CRITERIA
    | STRESS
    | _words(
        "inclusive include includes including"
        " a all also an and any apply applies are as at be been before being below both but"
        " by can candidate candidates cannot considered could each either eligible"
        " eligibility enroll enrolled enrol enrolment enrollment enter entering entry every"
        " exist exists following follows for from fulfil fulfill fulfilled fulfilling"
        " fulfills fulfils has have having he if in individual individuals individual's into"
        " is it least limited listed may meet meeting meets met more must need needs no non"
        " none not of on one only or order other our out participant participants"
        " participate participated participating participation patient patients people"
        " person persons possess present prior protocol protocol-defined qualified qualify"
        " regarded require required satisfied satisfies satisfy satisfying selected shall"
        " she should some specific statements statement study studies subject subjects such"
        " suitable take taking that the their them there these they this those to trial"
        " trials true under volunteer volunteers we were when which who whom will with"
        " within would you your item items point points reason reasons case cases part"
        " research investigation presenting presents clinical characteristics experience"
        " experiences screening randomised randomized randomisation randomization"
        " inclusion/exclusion treatment use portions portion visit visits and/or baseline"
        " used disqualified disqualify prevent exclude/exclusion admission admitted"
    )
)
"""Words of lines that say no more than that criteria follow."""

OPENING: Final = _words(
    "following follows below if who criteria criterion conditions must should not any all either"
)
"""A line that says no more than that, and ends in a colon, has one of these."""
OPENING_WITHOUT_COLON: Final = _words("following below")
"""And one that ends without."""
ANY: Final = _words("any one either least some more")
"""A logic of its own where all of something is the default."""
ALL: Final = _words("all both each")
ALL_OF: Final = (
    r"\b(?:all|both|each) (?:of )?(?:the )?(?:following|these|below|criteria|conditions|\d)",
)
"""And where any of something is."""
BARRING: Final = EXCLUSION | _words("not cannot disqualified disqualify prevent")
"""In a line that says no more than that criteria follow: they keep people out."""

ADMITTING: Final = _words("eligible must fulfil fulfill meet satisfy")
"""And these let people in."""

STATING: Final = _words(
    "may apply applies applied will would assessed defined listed see contact unless"
    " contain contains met meet meets meeting fulfil fulfill fulfilled fulfils fulfilling"
    " failure fails must should shall not no know known is are was were has have had can"
    " could cannot violate violation satisfy satisfied eligible if exist above described"
    " evaluated checked"
)
"""They make a sentence of a line that would else be a heading with the name of a side."""

CONDITIONS: Final = _words(
    "history presence present evidence adequate sufficient insufficient normal abnormal"
    " inadequate any one two either least more less following follows below no not must"
    " should have has had having known positive negative active current currently prior"
    " previous previously severe serious significant contraindication contraindications"
    " contraindicated defined documented diagnosed diagnosis able unable willing inability"
    " ability pregnant pregnancy including include includes included such if that met meet"
    " meets fulfil fulfill taking receiving received undergoing scheduled uncontrolled"
    " unstable chronic acute recent impaired suspected confirmed requiring older aged"
    " evidenced showing is are was were be been elevated allergy allergies"
    " hypersensitivity lack absence failure planned therefore because within who which whose"
)
"""Words that state a condition: the label of a topic has none."""

COHORTS: Final = _words(
    "cohort cohorts part parts group groups arm arms phase phases stratum strata stage"
    " period substudy sub-study sub-studies module step cluster tier dose-escalation"
    " dose-expansion aim package wp workpackage"
)
"""What people are divided into."""
SECTIONS: Final = (
    r"(?:disease|patient|donor|recipient) characteristics\W*",
    r"prior(?:/| and |[ -])?(?:current|concurrent|concomitant)? ?(?:therapy|treatments?)\W*",
)
"""The sections of criteria as the National Cancer Institute wrote them until 2010."""
PEOPLE: Final = _words(
    "patients patient subjects subject participants participant volunteers controls control"
    " donors donor recipients recipient men women males females male female adults children"
    " infants mothers partners caregivers carers providers parents siblings relatives"
    " bystanders adolescents families clinicians physicians nurses staff students veterans"
    " asthmatics smokers non-smokers nonsmokers individuals healthcare cases"
)
"""Whom a cohort is named after."""
VISITS: Final = _words(
    "screening randomization randomisation baseline enrollment enrolment visit visits"
    " inclusion consent registration admission run-in extension rollover follow-up study"
    " treatment dosing surgery procedure day week"
)
WHEN: Final = _words("at during prior before after for in on")

# ---- Phrases, as regular expressions that are tried one after the other

SAYING_NOTHING: Final = (
    r"(?:there (?:is|are) )?no (?:specific |special )?(?:inclusion|exclusion) criteria",
    r"none|nil|n\.?/?a|tbd|unspecified|to be determined|none specified",
    r"not (?:specified|applicable|provided|available|stated|given)",
    r"(?:same )?as above|see (?:above|below|protocol)",
    r"see (?:\w+ ){1,3}(?:criteria|characteristics|description|summary|section)",
    r"no(?:ne)? others?",
)
"""Lines, without their last full stop, that say nothing."""

_MORE: Final = r"(?:note\W+)?(?:(?:there (?:are|may be)|the) )?(?:other|additional|further|more)\b"
_OF_MORE: Final = r"\b(?:criteri\w+|exclusions?|restrictions|requirements|conditions)\b"
_APPLY: Final = (
    r"\b(?:appl(?:y|ies)|exist|be (?:required|found)|considered|used|listed|available|discussed"
    r"|present|in the protocol)\b"
)
FURTHER: Final = (rf"{_MORE}.{{0,60}}{_OF_MORE}.{{0,40}}{_APPLY}",)
"""The beginning of a line that says that there is more than it tells."""

RECRUITING: Final = (
    r"for (?:more|further|additional) information\b",
    r"please (?:contact|see|refer|visit|call)\b|contact\b|comments?\s*:|abbreviations?\s*:",
    r"(?:the )?above (?:listed )?(?:information|exclusion|inclusion|criteria)\b",
    r"(?:participant|patient|subject|individual)s? who appear\b",
    r"(?:participant|patient|subject|individual)s? will be (?:recruited|identified|screened)\b",
    r"(?:participant|patient|subject|individual)s? will be (?:invited|approached|asked)\b",
    r"(?:participant|patient|subject|individual)s? will be (?:contacted|randomi[sz]ed)\b",
    r"(?:final )?eligibility will be\b|recruitment\b",
    r"all (?:inclusion|exclusion|eligibility) criteria (?:will|are|must be)\b",
)
"""The beginning of an unmarked paragraph about how recruitment is done, or where to read on."""

EXPLAINING: Final = (
    r"(?:this|these|those|such|its?|their|both|here|there|only|also)\b",
    r"they\b(?! (?:are required|must|should|need)\b)",
    r"(?:however|therefore|thus|hence|otherwise|but|and|or|so|then)\b",
    r"in (?:this case|these cases|such cases?|addition to)\b",
    r"(?:note|nb|exceptions?|except|for example|for instance|examples?|e\.g|i\.e)\b",
    r"(?:definition|defined|see|refer|according to|as (?:long as|well)|to (?:be|this))\b",
    r"(?:if (?:so|not|yes|no|this|the)|when|where|while|although|because|since)\b",
    r"the (?:use|term|diagnosis|definition|above|same|decision|ecg|investigator)\b",
    r"the (?:purpose|study|reason|following (?:are|is))\b",
    r"(?:all (?:such|these|those)|one (?:drink|unit)|we|our)\b",
    r"a (?:washout|wash-out|woman|female|man|male) (?:is|of)\b",
    r"(?:women|men|females|males|wocbp) (?:who are not|include)\b",
)
"""The beginning of a sentence that explains or softens the one before."""

_BE: Final = r"\b(?:is|are|was|were|be) (?:also |still )?"
PERMITTING: Final = (
    rf"{_BE}(?:allowed|permitted|permissible|acceptable|eligible|accepted|considered)\b",
    rf"{_BE}not (?:exclusionary|excluded|considered|required|mandatory|necessary)\b",
    rf"{_BE}(?:instructed|informed|monitored|followed|evaluated|assessed|confirmed)\b",
    rf"{_BE}(?:used|noted|obtained|performed|encouraged|given|those)\b",
    r"\bmay (?:also |still )?(?:participate|enroll)\b",
    r"\bmay (?:also |still )?be (?:eligible|enrolled|included|allowed)\b",
    r"\b(?:not exclusionary|do not need|need not|does not exclude|indicates?|is an?)\b",
)
"""In a paragraph that only explains or permits."""

DEFINING: Final = (
    r"(?:\b(?:is|are|was|were|be)|[)\"”]) (?:defined|diagnosed) (?:as|by|according|on|with)\b",
    r"\b(?:is|are|was|were|be) (?:classified|characteri[sz]ed) (?:as|by|according|on|with)\b",
    r"\b(?:is|are|was|were|be) (?:established|calculated|measured) (?:as|by|on|using|with)\b",
    r"\brefers to\b",
)
"""In a sentence that says what a word means, or how something is found."""

REQUIRING: Final = (
    r"\b(?:must|should have|shall|required to|needs? to|have to|has to|able to|willing)\b",
    r"\b(?:excluded|exclusion|ineligible|not eligible|at least|age[ds]?|years|history of)\b",
    r"\bno (?:prior|known|history|evidence|concurrent|previous)\b",
)
"""In a paragraph that states a condition."""

EXCLUDING: Final = (
    r"\b(?:exclu[ds]\w*|ineligible|contraindicat\w+|disqualif\w+)",
    r"\b(?:can)?not (?:be )?(?:eligible|allowed|permitted|included|enrolled|considered|accepted)\b",
    r"\b(?:can)?not (?:be )?(?:recruited|entered)\b",
    r"\b(?:may|can|will|should|must) ?not (?:participate|enter|enroll|take part)\b",
)
"""Wording that keeps people out, where no heading tells the side."""
NEGATED: Final = (
    r"\bno (?:exclu|contraindicat)",
    r"\bnot (?:be )?exclu",
    r"\bwithout (?:any )?contraindicat",
)
"""Wording that does not, though it looks like it."""

# ---- Words around others

JOINING: Final = _words("and or")
LINKING: Final = _words(
    "for of in to specific only related applicable the are is was were include includes included"
)
"""Behind the name of a side: what qualifies the heading follows, or a sentence."""

NAMING: Final = _words(
    "the of all any these those following meet meets other our with and or per no above"
    " general main additional specific see under"
)
"""Words behind which the name of a side is no heading."""

REFERENCES: Final = _words(
    "criterion group groups grade grades stage stages type types visit visits day days week"
    " weeks month year years phase part parts cohort cohorts arm arms item items number no"
    " table figure appendix section class level step score scale version question reference"
    " ref to of least than versus vs equal dose cycle period point points paragraph note"
    " nyha ecog ps asa"
)
"""Words behind which a number refers to something, and numbers no item."""

BEGINNINGS: Final = (
    "Absence of",
    "Body mass",
    "Life expectancy",
    *_words(
        "Abnormal Active Acute Adequate Adult Adults Age Aged Ages Allergy Any Being Breast"
        " Breastfeeding Chronic Clinically Cognitive Concomitant Concurrent Confirmed"
        " Contraindication Contraindications Current Currently Diagnosed Diagnosis Documented"
        " Evidence Female Females Good Have Healthy History Hypersensitivity Inability"
        " Inadequate Individuals Known Lack Male Males Men Must No Not Participant"
        " Participants Participation Patient Patients Personal Planned Platelet Platelets Poor"
        " Positive Pregnancy Pregnant Presence Previous Prior Provide Recent Refusal Scheduled"
        " Serious Severe Significant Signed Subject Subjects Suspected Symptomatic Unable"
        " Uncontrolled Undergoing Unstable Unwilling Unwillingness Use Willing Willingness"
        " Women Written"
    ),
)
"""What criteria begin with: with a capital inside of a line, behind a lost line break."""
SURE_BEGINNINGS: Final = (
    "Abnormal",
    "Any (?:other|history|condition)",
    "Concurrent",
    "Currently",
    "Further (?:in|ex)clusion",
    "History of",
    "Inability to",
    "Known",
    "Lack of",
    "Other protocol",
    "Participants (?:who|with|are|must)",
    "Patients (?:who|with|must)",
    "Pregnancy",
    "Pregnant",
    "Previous",
    "Prior",
    "Signed",
    "Subjects (?:who|with|must)",
    "Unable to",
    "Written",
)
"""Those that are surely meant inside of an item of a list, too."""
BINDING: Final = _words(
    "of or the to with a an and in as for by on at from than female male moderate severe"
    " mild either both such no not any is are has have be written chronic acute primary"
    " secondary known signed individual patient subject peak your their his her this that"
    " about who use under per via"
)
"""Words behind which no criterion begins."""

ABBREVIATIONS: Final = _words(
    "e.g i.e eg ie vs etc dr no nos approx fig st mr mrs ms prof inc ltd resp incl excl max"
    " min ca cf al dept u.s b.i.d i.v a.m p.m spp sp ver vol"
)
"""A full stop behind them ends no sentence."""
