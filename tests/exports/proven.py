"""The example report with versions and ids that follow from content, as a real one has them: it can be proven."""

import json

from pipeline.ids import article_version, claim_id
from pipeline.prompting import load_prompt
from pipeline.types import Article, Report
from tests.render.example import ARTICLES, REPORT

PROVEN_ARTICLES: tuple[Article, ...] = tuple(
    article.model_copy(update={"version": article_version(article)}) for article in ARTICLES
)
CONTEXTS = {(article.id, article.version): article for article in PROVEN_ARTICLES}


def proven() -> Report:
    """The report, written with one prompt, over `PROVEN_ARTICLES`."""
    text = REPORT.model_dump_json()
    for before, after in zip(ARTICLES, PROVEN_ARTICLES, strict=True):
        text = text.replace(json.dumps(before.version), json.dumps(after.version))
    for name, claim in REPORT.claims.items():
        text = text.replace(json.dumps(name), json.dumps(claim_id(claim.text)))
    report = Report.model_validate_json(text)
    run = report.run.model_copy(update={"prompts": {"draft": load_prompt("draft").digest}})
    return report.model_copy(update={"run": run})
