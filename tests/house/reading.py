"""How hard a text is to read, by the formulas that the field uses. Syllables are counted by their vowels: approximate."""

import re

_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_GAP = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_ENDS = re.compile(r"[.?!:]+(?:\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def plain(template: str) -> str:
    """What is read of a text file of ours: without its tags, and with a short name in every gap."""
    return _GAP.sub("Lou", _TAG.sub("", template))


def counts(text: str, language: str) -> tuple[int, int, int]:
    """Sentences, words and syllables."""
    sentences = [part for part in _ENDS.split(text) if _WORD.search(part)]
    words = _WORD.findall(text)
    count = _spanish if language == "es" else _english
    return len(sentences), len(words), sum(count(word.lower()) for word in words)


def flesch_kincaid_grade(text: str) -> float:
    """Years of school in the United States that an English text asks for (Kincaid and others, 1975)."""
    sentences, words, syllables = counts(text, "en")
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def inflesz(text: str) -> float:
    """How easy a Spanish text is, about 0 to 100: from 65 on quite easy (Szigriszt-Pazos 1993; Barrio-Cantalejo 2008)."""
    sentences, words, syllables = counts(text, "es")
    return 206.835 - 62.3 * syllables / words - words / sentences


def crawford_grade(text: str) -> float:
    """Years of school that a Spanish text asks for (Crawford 1985)."""
    sentences, words, syllables = counts(text, "es")
    return -0.205 * 100 * sentences / words + 0.049 * 100 * syllables / words - 3.407


def _english(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    is_silent = (word.endswith("e") and not word.endswith(("le", "ee", "ye"))) or re.search(r"[^td]ed$", word)
    return max(1, groups - bool(is_silent))


def _spanish(word: str) -> int:
    """Two strong vowels, or a weak one with an accent beside another, are two syllables; a weak one beside another is one."""
    sounded = re.sub(r"qu|gu(?=[eiéí])", "q", word)
    return max(1, len(re.findall(r"[iuüy]?[aeoáéó][iuüy]?(?![íú])|[íú]|[iuü]+", sounded)))
