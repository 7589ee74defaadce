"""How long, as people write it: 30s, 15m, 2h, 1d."""

import re

from ..errors import BadInput

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_FORM = re.compile(r"(\d{1,6})([smhd])", re.ASCII)
LONGEST_S = 366 * 86_400


def seconds(text: str, *, least: int = 0) -> int:
    """The seconds of a duration.

    Raises:
        BadInput: it is no duration, or shorter than `least` seconds, or longer than a year.
    """
    form = _FORM.fullmatch(text.strip())
    found = int(form[1]) * _UNITS[form[2]] if form else None
    if found is None or not least <= found <= LONGEST_S:
        bounds = f"between {least} seconds and 366 days" if least else "of at most 366 days"
        raise BadInput(
            f"cannot read {text!r} as a duration {bounds}, so it is not known how often to look. "
            "Give a whole number with s, m, h or d, for example 30s, 15m, 2h or 1d"
        )
    return found
