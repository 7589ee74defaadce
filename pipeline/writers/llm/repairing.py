"""A claim that failed, back to the model with the reasons: a corrected claim, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...prompting import Block, fence, fenced
from ...types import DraftClaim, Evidence, FailedClaim
from .asking import Asker
from .parts import in_halves
from .reading import read_claims


@dataclass(frozen=True)
class RepairJob:
    """Mends one claim; called from a thread of its own."""

    failed: FailedClaim
    asker: Asker

    def __call__(self) -> DraftClaim | None:
        """The corrected claim; None when the model drops it, says the same again, or has nothing to point at.

        Raises:
            ModelFailed, ModelUnavailable
        """
        offered = in_halves(self.failed.evidence, self._asked) if self.failed.evidence else []
        return next((claim for claim in offered if claim), None)

    def _asked(self, part: Sequence[Evidence]) -> DraftClaim | None:
        keys = [item.key for item in part]
        variables = {
            "claim": fence("claim", [Block(self.failed.claim.text, {})]),
            "reasons": fence("reasons", [Block("\n".join(self.failed.reasons), {})]),
            "passages": fenced(part),
        }
        reply = self.asker.ask("repair", variables, key=keys)
        if reply.get("action") == "drop":
            return None
        claims, _ = read_claims([dict(reply)], part, most=1)
        mended = claims[0] if claims and claims[0].pointers else None
        return None if mended == self.failed.claim else mended
