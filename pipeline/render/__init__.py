"""A report as a reader sees it: terminal text, Markdown, one self-contained HTML page, JSON, ClaimReview."""
