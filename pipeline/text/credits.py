"""Who a text says it was taken from: the credit of an agency in a dateline, after a paragraph, or on a line of its own.

A credit is what a text says of itself, so it proves nothing: whoever uses it asks for other signs too.
"""

import re

# The names under which agencies are credited, each with the one that they are known by here.
_KNOWN_AS = {
    "associated press": "ap",
    "agence france-presse": "afp",
    "agence france presse": "afp",
    "thomson reuters": "reuters",
    "deutsche presse-agentur": "dpa",
    "press association": "pa",
    "pa media": "pa",
    "press trust of india": "pti",
    "united press international": "upi",
    "asian news international": "ani",
    "australian associated press": "aap",
    "canadian press": "cp",
    "bloomberg news": "bloomberg",
    "xinhua news agency": "xinhua",
    "kyodo news": "kyodo",
    "yonhap news agency": "yonhap",
    "anadolu agency": "anadolu",
}
AGENCIES = frozenset({
    *_KNOWN_AS.values(),
    *("ansa", "apa", "belga", "efe", "ians", "interfax", "interfax-ukraine", "lusa", "ntb", "ritzau", "sana", "spa"),
    *("sda", "stt", "tass", "tt", "ukrinform", "wam", "wafa", "irna", "jiji", "antara", "bernama"),
})  # fmt: skip

_NAME = r"((?:the )?[A-Z][\w.&’'-]*(?: (?:of |de )?[A-Z][\w.&’'-]*){0,3})"
_CREDITS = (
    re.compile(rf"\A[^\n()]{{0,80}}\({_NAME}\)[ ,]*[-–—:]"),  # KYIV, March 2 (Reuters) -
    re.compile(rf"(?:^|[.!?…][\"'”’»]*)\s*[(\[]{_NAME}[)\]]\s*$", re.MULTILINE),  # ... he said. (Reuters)
    re.compile(rf"(?:^|[.!?…][\"'”’»]*)[ \t]*[-–—]{{1,2}}[ \t]*{_NAME}[ \t]*$", re.MULTILINE),  # — AP
    re.compile(
        rf"^(?:source|agenc(?:y|ies)|with (?:files|reporting|inputs?) from|(?:©|copyright)(?: \d{{4}})?):? {_NAME}\.?$",
        re.MULTILINE | re.IGNORECASE,
    ),
)
_HEAD, _TAIL = 600, 400  # characters in which credits stand


def credited(text: str) -> frozenset[str]:
    """The names that the credits at the beginning and the end of a text give, each as `known_as`."""
    head = text[:_HEAD]
    ends = [text] if len(text) <= _HEAD + _TAIL else [head.rpartition("\n")[0] or head, text[-_TAIL:]]
    return frozenset(known_as(found) for part in ends for credit in _CREDITS for found in credit.findall(part))


def known_as(name: str) -> str:
    """A publisher's name as it is compared: without capitals and article, an agency by its short name."""
    plain = " ".join(name.casefold().split()).removeprefix("the ").strip(".")
    return _KNOWN_AS.get(plain, plain)
