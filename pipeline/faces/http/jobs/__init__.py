"""Jobs: what takes longer than a request may, queued, told of as it goes, cancellable, and known after a restart."""

from .board import Jobs
from .job import FINISHED, Ask, Job, JobState, Order, Refresh
from .work import Outcome, Work

__all__ = ["FINISHED", "Ask", "Job", "JobState", "Jobs", "Order", "Outcome", "Refresh", "Work"]
