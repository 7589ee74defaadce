"""Words that mean the opposite of one another in news: the one table of them."""

from ..text.words import stem

# left words | right words; any left word is opposed to any right word.
_TABLE = """
rise rises rose risen rising grow grew grown growth climb climbed jump jumped surge surged soar soared increase gain gained up upward | fall falls fell fallen falling drop dropped decline declined decrease sink sank slump slumped plunge plunged shrink shrank down downward reduce reduction cut lose lost loss
accept accepted agree agreed approve approved endorse endorsed back backed welcome welcomed embrace | reject rejected refuse refused oppose opposed dismiss dismissed block blocked veto vetoed turn decline
win won victory beat defeated triumph | lose lost loss defeat losing
support supported supporter favour favor backing | oppose opposed opposition opponent against criticise criticize
begin began begun start started open opened launch launched resume resumed | end ended stop stopped close closed halt halted finish finished suspend suspended cancel cancelled
before earlier prior previously ahead preceding | after later following since afterwards
first earliest | last latest final
allow allowed permit permitted let legalise legalize lift lifted | ban banned forbid forbidden prohibit prohibited bar barred block blocked restrict restricted prevent prevented
confirm confirmed admit admitted acknowledge acknowledged | deny denied reject rejected dispute disputed
high higher highest large larger largest big bigger biggest great greater greatest more most many | low lower lowest small smaller smallest little less least fewer fewest few
strong stronger strongest strengthen strengthened | weak weaker weakest weaken weakened
success successful succeed succeeded | failure fail failed unsuccessful
guilty convicted convict jailed | innocent acquitted acquit cleared freed
arrive arrived enter entered join joined | leave left depart departed exit exited quit withdraw withdrew
buy bought purchase purchased | sell sold sale
alive survive survived | dead die died killed
expand expanded extend extended widen widened | shrink shrank shorten shortened narrow narrowed reduce reduced
raise raised | lower lowered cut
advance advanced | retreat retreated withdraw withdrew
attack attacked offensive | defend defended defence defense defensive
safe safer safety | dangerous danger unsafe
public publicly openly | private privately secretly secret
include included including | exclude excluded excluding
majority most | minority few
legal lawful constitutional | illegal unlawful unconstitutional
male man men boy husband father son brother | female woman women girl wife mother daughter sister
north northern | south southern
east eastern | west western
best better improve improved improvement | worst worse worsen worsened deteriorate
easy easier | difficult hard harder
early | late
possible | impossible
likely | unlikely
praise praised | criticise criticised criticize criticized condemn condemned
optimistic hopeful confident | pessimistic doubtful sceptical skeptical worried
release released free freed | arrest arrested detain detained imprison imprisoned
build built | destroy destroyed demolish demolished
true | false
rich richer wealthy | poor poorer
ally allies friend | enemy enemies foe rival
hot warm | cold cool
appoint appointed hire hired | dismiss dismissed fire fired sack sacked
encourage encouraged urge urged | discourage discouraged
present | absent
inside within | outside beyond
above over exceed exceeded | below under
peace ceasefire truce | war fighting
keep kept remain remained stay stayed retain | leave left change changed abandon abandoned drop
together jointly | separately alone
stable steady | unstable critical volatile
same | different differently
young younger youngest | old older oldest
permanent | temporary
voluntary | compulsory mandatory forced
local domestic | foreign international
unanimous unanimously | split divided
"""


def _pairs() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _TABLE.split("\n"):
        if "|" not in line:
            continue
        left, right = (side.split() for side in line.split("|"))
        for a in left:
            for b in right:
                found.setdefault(a, set()).add(b)
                found.setdefault(b, set()).add(a)
                found.setdefault(stem(a), set()).add(stem(b))
                found.setdefault(stem(b), set()).add(stem(a))
    return {word: frozenset(opposites) for word, opposites in found.items()}


OPPOSITES = _pairs()
_PREFIXES = ("un", "in", "im", "dis", "non", "ir", "il")


def opposed(left: str, right: str) -> bool:
    """Whether two words, or their stems, mean the opposite: by the table or by a prefix ("legal", "illegal")."""
    if right in OPPOSITES.get(left, ()):
        return True
    short, long = sorted((left, right), key=len)
    return len(short) > 3 and any(long == prefix + short for prefix in _PREFIXES)
