"""Whether a home is sound, and what is derived rebuilt from what is true."""

from ..types import Health
from .adapters import Adapters


def doctor(home: Adapters, *, fix: bool) -> Health:
    from ..stores.health import examine

    if fix:
        from ..stages.repair import repair

        repair(home.catalogue, home.vectors, home.embedder, progress=home.progress)
    checks = examine(home.catalogue, home.vectors, embedder_digest=home.embedder.digest)
    if (model := home.staffing.probe()) is not None:
        checks = (*checks, model)
    return Health(ok=all(check.ok for check in checks), checks=checks)
