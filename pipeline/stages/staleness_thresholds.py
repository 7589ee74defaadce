"""When news counts against a report: the one place of these numbers.

Chosen on reports over the first state of the sample corpus and updates made by `eval.staleness` with the seed 1, so that
nothing irrelevant alarms; measured with other seeds. Run `groundwire eval run refresh` after a change, or with a new judge.
"""

# A sentence is looked at beside a claim when it holds so many of the claim's content words, and this share of them.
SHARED_WORDS = 3
SHARED_SHARE = 0.4
# Cosine between a claim and a new passage below which they are about different things.
ABOUT_THE_SAME = 0.35
# A sentence is on the same matter as a claim with this share of its words (figures and dates aside) …
SAME_MATTER = 0.6
# … or with less of them where the two are this near in meaning.
NEAR_WORDS, NEAR_MEANING = 0.4, 0.75
# Share of a claim's names that the sentence, or its passage, has to mention.
SAME_NAMES = 0.6
# The judge's word that a claim is contradicted counts from this share of its words. On whole articles of the sample's
# update, with less in common, what it called contradicted was another matter.
JUDGED_MATTER = 0.8
# Sentences put to the judge for one claim, those first in which code sees something and then those that share most of its words:
# what many articles repeat is judged a few times, and not once for each.
MOST_JUDGED = 3
# Share of words from which only the date is new, and the event is the same.
SAME_EVENT = 0.85
# Share of words, figures included, from which a sentence only says again what is told.
TOLD = 0.8
# Share of the words of a question that an article has to hold to be looked at for it.
ASKED_SHARE = 0.5
# New evidence worth a reason of its own: the most telling passages, each of another origin.
MOST_EVIDENCE = 5
