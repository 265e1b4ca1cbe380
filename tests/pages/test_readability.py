"""The French that people read is measured: short sentences, short words, nothing heavy.

The measure is that of Kandel and Moles, Flesch's for French: 209 − 1.15 × words a sentence − 0.68 × syllables in a
hundred words. 100 is very easy, 60 standard, 30 hard. Names of rights and of bodies are long words that cannot be
shortened, so a floor is set on whole pages, and a ceiling on each sentence. On the main path the rules of « facile à
lire et à comprendre » are checked where a machine can: one idea a sentence, « vous », no abbreviation unexplained, no
double negation.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from openfisca_lyon.api.pages import texts
from openfisca_lyon.catalogue import catalogue

VERY_EASY, EASY = 90, 80  # as the authors of the measure call them
LONGEST, LONGEST_EASY = 32, 20  # words in a sentence: anywhere, and on the main path
MAIN_PATH = ("site", "simulator", "infos")
PAGES = sorted({key.partition(".")[0] for key in texts.texts(texts.FRENCH)} - {"agent"})
VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# What FALC asks to avoid, and what to say instead.
HEAVY = {
    "afin de": "pour", "cependant": "mais", "néanmoins": "mais", "toutefois": "mais", "lequel": "qui", "dont": "",
    "susmentionné": "", "veuillez": "", "nonobstant": "malgré", "préalablement": "avant", "ultérieurement": "plus tard",
    "en vertu de": "", "le cas échéant": "si besoin", "sous réserve": "si", "au titre de": "pour", "ledit": "",
}  # fmt: skip


def syllables(word: str) -> int:
    """Count the syllables of a French word, roughly: groups of vowels, a silent ending left out.

    >>> [syllables(word) for word in ("aide", "logement", "allocation", "rue")]
    [1, 3, 4, 1]
    """
    found = len(VOWELS.findall(word))
    if found > 1 and re.search(r"[^aeiouyéèê](e|es|ent)$", word):
        found -= 1
    return max(found, 1)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; each line and each item is one."""
    bare = re.sub(r"\{[^}]*\}", "1", text)
    return [one for one in re.split(r"(?<=[.!?;:…])\s+|\n", bare) if WORD.search(one)]


def ease(text: str) -> float:
    """Return the ease of a text (Kandel and Moles, 1958)."""
    words = WORD.findall(text)
    spoken = sum(syllables(word) for word in words)
    return 209 - 1.15 * len(words) / max(len(sentences(text)), 1) - 68 * spoken / max(len(words), 1)


@cache
def page_texts(page: str) -> dict[str, str]:
    return {key: text for key, text in texts.texts(texts.FRENCH).items() if key.startswith(f"{page}.")}


def catalogue_texts() -> Iterator[tuple[str, str]]:
    """What people read of each right: what it is, its conditions, what to do."""
    for entry in catalogue().values():
        yield f"{entry.id} résumé", entry.resume
        for condition in entry.conditions:
            yield f"{entry.id} {condition.variable}", condition.texte
        if entry.demarche and entry.demarche.comment:
            yield f"{entry.id} démarche", entry.demarche.comment


def test_the_measure_tells_plain_words_from_the_law_s() -> None:
    plain = "Vous avez un toit. Vous payez un loyer. Une aide peut baisser ce loyer. Demandez-la à la Caf."
    law = (
        "Les bénéficiaires sont tenus, sous réserve des dispositions susmentionnées, à l'accomplissement des "
        "obligations déclaratives préalables conditionnant l'attribution de la prestation."
    )
    assert ease(plain) > 85
    assert ease(law) < 20


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_easy_to_read(page: str) -> None:
    assert ease("\n".join(page_texts(page).values())) >= VERY_EASY


def test_the_catalogue_is_easy_to_read() -> None:
    assert ease("\n".join(text for _, text in catalogue_texts())) >= EASY


def test_no_sentence_is_long() -> None:
    longest = {key: max(map(len, map(WORD.findall, sentences(text)))) for key, text in catalogue_texts()}
    assert {key: count for key, count in longest.items() if count > LONGEST} == {}


@pytest.mark.parametrize("page", [page for page in MAIN_PATH if page in PAGES])
def test_the_main_path_follows_what_a_machine_can_check_of_falc(page: str) -> None:
    found = []
    for key, text in page_texts(page).items():
        for sentence in sentences(text):
            words = WORD.findall(sentence)
            if len(words) > LONGEST_EASY:
                found.append(f"{key}: {len(words)} words")
            found += [
                f"{key}: « {heavy} »"
                for heavy in HEAVY
                if re.search(rf"\b{heavy}\b", sentence, re.IGNORECASE)
            ]
            if len(re.findall(r"\b(ne|n['’])\b", sentence, re.IGNORECASE)) > 2:
                found.append(f"{key}: too many negations")
            if re.search(r"\b(tu|ton|ta|tes|toi)\b", sentence, re.IGNORECASE):
                found.append(f"{key}: « vous »")
    assert found == []


def test_the_guide_of_residents_is_easy_to_read() -> None:
    guide = (Path(__file__).parents[2] / "docs/guides/habitants.md").read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```|\[([^\]]*)\]\([^)]*\)|[#*`|>-]", r"\1 ", guide, flags=re.DOTALL)
    assert ease(prose) >= EASY
