"""Standing questions: news is fetched again and again, answers are kept true by their policies, and subscribers are told.

`watch` is the loop. It holds the home neither while it fetches nor while it sleeps; whatever it has to remember is in the
home before it goes on, so that it can be killed at any moment and go on where it was.
"""

from .channels import Channel, Hook, Webhook
from .clock import Clock, Stop
from .durations import seconds
from .loop import Newsroom, Plan, watch
from .policies import Decision, decide

__all__ = [
    "Channel",
    "Clock",
    "Decision",
    "Hook",
    "Newsroom",
    "Plan",
    "Stop",
    "Webhook",
    "decide",
    "seconds",
    "watch",
]
