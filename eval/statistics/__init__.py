"""Numbers with their uncertainty: intervals, resampling by cluster, paired tests, correction for a judge's errors.

Pure functions over numpy and scipy, seeded, without a model. What cannot be scored is a `Metric` without a value and with
the reason; nothing here turns "nothing" into 0 or 1.
"""

from .corrected import corrected, ppi, rogan_gladen
from .intervals import average, clopper_pearson, cluster_bootstrap, proportion, resampled, wilson
from .metric import Interval, Metric, not_scored
from .paired import (
    Discordant,
    holm,
    mcnemar,
    minimum_detectable_difference,
    minimum_detectable_rate_difference,
    paired_cluster_bootstrap,
    sign_flip,
)

__all__ = [
    "Discordant",
    "Interval",
    "Metric",
    "average",
    "clopper_pearson",
    "cluster_bootstrap",
    "corrected",
    "holm",
    "mcnemar",
    "minimum_detectable_difference",
    "minimum_detectable_rate_difference",
    "not_scored",
    "paired_cluster_bootstrap",
    "ppi",
    "proportion",
    "resampled",
    "rogan_gladen",
    "sign_flip",
    "wilson",
]
