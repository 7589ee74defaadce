"""Finds text in the evidence that speaks to a language model instead of to readers.

What is found is told and stays in the evidence as data: fences, schemas and verdicts are what makes it harmless, not
this. The patterns ask for two things together (an order, and what only a model would be ordered about), since news
about such attacks, and news with "ignore" or "system" in it, is common.
"""

import re
from collections.abc import Sequence

from ...prompting import inert
from ...types import Evidence

_NAMED = 5  # articles named in notes; the rest is counted
_LONGEST_TITLE = 80

_EARLIER = r"(?:previous|prior|above|preceding|earlier|foregoing|all|any|your|the system)"
_ORDERS = r"(?:instructions?|prompts?|rules|guidelines|directions|system message)"
_VERDICTS = r"(?:supported|verified|true|correct|confirmed|accurate)"
_PATTERNS: dict[str, tuple[str, ...]] = {
    "asks to ignore instructions": (
        rf"\b(?:ignore|disregard|forget|override|bypass|do not follow|stop following)\b[^.\n]{{0,30}}\b{_EARLIER}\b[^.\n]{{0,30}}\b{_ORDERS}\b",
        r"\bignorier\w*\b[^.\n]{0,40}\b(?:anweisung|vorgabe|instruktion|regel)\w*",
        r"\bvergiss\b[^.\n]{0,40}\b(?:anweisung|vorgabe|instruktion|regel)\w*",
        r"\b(?:ignore[rz]?|oublie[rz]?|ne (?:tiens|tenez) pas compte)\b[^.\n]{0,40}\b(?:instructions|consignes|directives)\b",
        r"\b(?:ignor[ae]|ignoren|olvid[ae]|haz caso omiso|descarta)\b[^.\n]{0,40}\b(?:instrucciones|indicaciones|reglas)\b",
        r"\b(?:ignor[ae]|ignorem|esqueça|desconsidere)\b[^.\n]{0,40}\b(?:instruções|regras)\b",
        r"\b(?:ignora|ignorate|dimentica)\b[^.\n]{0,40}\b(?:istruzioni|regole)\b",
        r"\b(?:проигнорируй|игнорируй|забудь|не обращай внимания)\w*[^.\n]{0,40}(?:инструкци|указани|правил)\w*",
        r"\b(?:проігноруй|ігноруй|забудь)\w*[^.\n]{0,40}(?:інструкці|вказівк|правил)\w*",
        r"(?:忽略|无视|忘记|忽視|無視)[^。\n]{0,16}(?:指令|指示|提示|规则|規則)",
        r"(?:指示|命令|プロンプト)を(?:すべて)?無視",
        r"(?:تجاهل|تجاهلوا|انس)[^.\n]{0,30}(?:التعليمات|الأوامر)",
        r"\b(?:önceki|yukarıdaki)\b[^.\n]{0,30}\btalimat\w*[^.\n]{0,30}\b(?:yok say|görmezden gel|unut)\w*",
    ),
    "gives a model orders": (
        rf"\b(?:mark|label|rate|judge|classify|treat|count)\b[^.\n]{{0,40}}\b(?:claims?|sentences?|citations?|statements?)\b[^.\n]{{0,30}}\bas\b[^.\n]{{0,12}}\b{_VERDICTS}\b",
        r"\b(?:markier|bewert|stuf)\w*\b[^.\n]{0,50}\b(?:behauptung|aussage)\w*[^.\n]{0,40}\bals\b[^.\n]{0,12}\b(?:belegt|wahr|gestützt|bestätigt)\b",
        r"\b(?:marque[rz]?|considère[rz]?|classe[rz]?)\b[^.\n]{0,40}\baffirmations?\b[^.\n]{0,40}\b(?:vraies?|étayées?|confirmées?|vérifiées?)\b",
        r"\b(?:marca|marque|considera|clasifica)\b[^.\n]{0,40}\bafirmaci(?:ón|ones)\b[^.\n]{0,40}\b(?:verdaderas?|respaldadas?|confirmadas?|verificadas?)\b",
        r"\b(?:пометь|отметь|считай)\w*[^.\n]{0,40}утверждени\w*[^.\n]{0,40}(?:подтвержд|верн|истин)\w*",
        r"(?:标记|标注|视为)[^。\n]{0,20}(?:支持|真实|正确|属实)",
        r"\b(?:your|the) (?:system prompt|hidden instructions|initial prompt)\b",
        r"\b(?:reveal|print|repeat|output|show)\b[^.\n]{0,24}\b(?:system prompt|your (?:prompt|instructions)|api key)\b",
        r"\b(?:you are|act as|pretend to be|behave as)\b[^.\n]{0,16}\b(?:an? (?:ai|llm|language model|chatbot)|unrestricted (?:ai|assistant|model)|(?:in )?developer mode)\b",
        r"\b(?:attention|note|dear|hey|message (?:to|for)|instructions? (?:to|for))\b[^.\n]{0,16}\b(?:ai|llm|language models?|chatbots?|(?:ai|automated) (?:assistant|system|reader|summari[sz]er)s?)\s*(?:[:,!]|models?\b|systems?\b|reading)",
        r"\b(?:if|when) you are an? (?:ai|llm|language model|assistant|automated)\b",
        r"\bas an? (?:ai|llm|large language model|ai language model)[, ]+(?:you|i)\b",
        r"\b(?:respond|reply|answer) (?:only|exclusively) (?:with|in)\b|\bend your (?:answer|reply|response|report|summary)\b",
        r"\b(?:include|insert|add|cite|put|write)\b[^.\n]{0,60}\b(?:in|to|into|as|of) your (?:answer|reply|response|report|summary|output)\b",
    ),
    "imitates the markup of a chat": (
        r"<[|｜][^<>\n]{1,40}[|｜]>",
        r"\[/?(?:INST|SYS|SYSTEM|SYSTEM_PROMPT|ASSISTANT|USER|TOOL_CALLS|AVAILABLE_TOOLS)\]",
        r"<</?SYS>>|</?s>\s*\[|<(?:start|end)_of_turn>|</?(?:system|assistant|tool_call|think)>",
        r"(?:^|\n)\s*(?:#{1,4}\s*)?(?:system|assistant|human|developer)(?: (?:message|prompt|note|override))?\s*:\s*\S",
        r"(?:^|\n)\s*#{1,4}\s*(?:instructions?|new task|response|system)\b\s*:?",
        r"\b(?:BEGIN|END) (?:SYSTEM|NEW|ADMIN) (?:PROMPT|INSTRUCTIONS?|MESSAGE)\b",
    ),
    "imitates fences, keys or replies": (
        r"</?(?:passage|claim|claims|reasons|headlines)(?:-[0-9a-z…]+)?\b[^<>\n]{0,80}>",
        r"[\[(\"]k[0-9a-f]{8}[\])\"]|\bkey\s*[:=]\s*\"?k[0-9a-f]{8}\b",
        r"[\"']?(?:rests_on|attributed_to|bottom_line)[\"']?\s*:|\"(?:label|verdict)\"\s*:\s*\"supported\"",
    ),
    "hides text": (
        r"<!--|<(?:script|iframe|style)\b|\bstyle\s*=\s*[\"'][^\"'\n]{0,80}(?:display\s*:\s*none|font-size\s*:\s*0|visibility\s*:\s*hidden|color\s*:\s*(?:white|#fff))",
        r"[\U000e0020-\U000e007e]{4}",
        r"\w(?:[\u200b\u2060\ufeff]\w?){3}",
        r"[\u202a-\u202e\u2066-\u2069][^\n]{0,200}\b(?:ignore|instruction|system|claim)",
    ),
}
_COMPILED = {
    kind: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns) for kind, patterns in _PATTERNS.items()
}


def injections(text: str) -> tuple[str, ...]:
    """What in a text speaks to a model, by kind; empty for ordinary news."""
    readings = (text, inert(text))  # as published, and with what is invisible taken away
    return tuple(
        kind
        for kind, patterns in _COMPILED.items()
        if any(pattern.search(reading) for pattern in patterns for reading in readings)
    )


def injection_notes(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """A note for each article that holds such text, the first few by name, then how many there are."""
    found: dict[tuple[str, str], list[str]] = {}
    for item in evidence:
        if kinds := injections(f"{item.article.title}\n{item.passage.text}"):
            named = found.setdefault((item.article.title, item.article.publisher), [])
            named.extend(kind for kind in kinds if kind not in named)
    notes = [
        f"“{_short(title)}” ({_short(publisher)}) holds text meant for a language model: it {', '.join(kinds)}. "
        "It was read as data only."
        for (title, publisher), kinds in list(found.items())[:_NAMED]
    ]
    if len(found) > _NAMED:
        notes.append(f"{len(found)} articles of the evidence hold such text; {_NAMED} are named.")
    return tuple(notes)


def _short(text: str) -> str:
    shown = " ".join(inert(text).split())
    return shown if len(shown) <= _LONGEST_TITLE else f"{shown[: _LONGEST_TITLE - 1]}…"
