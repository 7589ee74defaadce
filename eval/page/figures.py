"""Curves as SVG pictures. Labels may be anybody's words, so nothing in them is read as mathematics or as markup."""

import base64
import io
from typing import TYPE_CHECKING

from ..suite import Curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _ACCENT, _SOFT = "#211f1b", "#1b5468", "#b8b2a4"


def picture(curve: Curve) -> str:
    """The curve as the address of a picture that holds all of it (`data:image/svg+xml`)."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    # What makes a picture the same on every machine: ids from content, letters as letters, no date.
    with rc_context(
        {"svg.hashsalt": "groundwire", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10.0}
    ):
        figure = Figure(figsize=(4.2, 3.3), layout="constrained")
        _draw(figure.subplots(), curve)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


def _draw(axes: "Axes", curve: Curve) -> None:
    if curve.diagonal:
        axes.plot([0, 1], [0, 1], color=_SOFT, linewidth=1, linestyle="--")
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
    marker = "o" if len(curve.x) <= 30 else ""
    axes.plot(curve.x, curve.y, color=_ACCENT, linewidth=1.8, marker=marker, markersize=4)
    axes.set_xlabel(curve.x_label, color=_INK, parse_math=False)
    axes.set_ylabel(curve.y_label, color=_INK, parse_math=False)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#ece8dd", linewidth=0.8)
