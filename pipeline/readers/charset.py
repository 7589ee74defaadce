"""Bytes of a page as text, in the encoding that it says it has, never in one that happens to fit.

Quotes are proven character for character: "â€œ" for a quotation mark would be proven, and would be wrong.
"""

import codecs
import re

from .fields import Refused

# Names that say less than they mean (WHATWG Encoding Standard): what calls itself Latin-1 or ASCII is Windows-1252.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
_KNOWN = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 "
    "big5 big5hkscs gb18030 euc_jp euc_kr iso2022_jp koi8-r koi8-u mac-roman iso8859-2 iso8859-3 iso8859-4 iso8859-5 "
    "iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16".split()
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding=["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_HEAD = 4096  # bytes in which a page must say it; the standard asks for 1024
MAX_DAMAGE = (
    0.001  # of the characters: one broken byte in a long page is the publisher's slip, more is the wrong encoding
)


def decoded(data: bytes, declared: str | None = None) -> str:
    """The text: by its byte order mark, else as the server, else as the page says, else UTF-8.

    Raises:
        Refused: it is in none of these.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _with_few_losses(data[len(mark) :], name)
    said = [name for name in map(_codec, (declared, _declared_within(data))) if name]
    for name in [*said, "utf-8"]:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return _with_few_losses(data, said[0] if said else "utf-8")


def _with_few_losses(data: bytes, name: str) -> str:
    text = data.decode(name, "replace")
    if text.count("\ufffd") > MAX_DAMAGE * len(text):
        raise Refused(f"its bytes are not {name}, which it says or seems to be; save it in the encoding that it names")
    return text


def _declared_within(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _codec(label: str | None) -> str | None:
    """Python's name for an encoding, if it is one that the web uses: its other codecs unpack, escape or execute."""
    try:
        name = codecs.lookup(label.strip()).name if label else ""
    except (LookupError, ValueError):
        return None
    name = _MEANT.get(name, name)
    return name if name in _KNOWN else None
