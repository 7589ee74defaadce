"""What is kept: the catalogue of articles, which is the truth, and the reports with all their versions."""
