"""The service: one method a verb, and the only place that chooses adapters.

`groundwire` holds the verbs, `adapters` what they work with; `gathering`, `answering` and `refreshing` do what is more
than one call. Nothing heavy is loaded before a verb needs it; every face calls the verbs and shows what they give back.
"""

from .groundwire import SEED_QUESTION, Groundwire

__all__ = ["SEED_QUESTION", "Groundwire"]
