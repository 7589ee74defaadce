"""Cited text of any system as one form: answers, their sentences, what each of them cites, and the sources."""

from .read import read_answers
from .reports import answer_of_report
from .values import Cite, CitedAnswer, Source, Statement

__all__ = ["Cite", "CitedAnswer", "Source", "Statement", "answer_of_report", "read_answers"]
