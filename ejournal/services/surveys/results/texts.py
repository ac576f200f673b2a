"""What was said in words: looked through by words in all their forms, with the words said most as tags."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ejournal.services.base.names import folded
from ejournal.services.surveys.results.tally import Tally
from ejournal.word_forms import composed, stem_of, stems_of, words_of

MOST_TAGS = 12
LEAST_OF_TAG = 2
SHORTEST_TAG = 4
_WORDS = """
 чтобы очень можно нужно надо было была были есть нет если когда потому также тоже только больше
меньше этот этого этом который всегда хотелось хочется сделать просто более после перед между чтоб
пусть даже всех всем наши наших ваши себя свой того тому будет будут быть спасибо пожалуйста with
that this they have more less very should would could there their when what which from please thank
because just also only been were
"""
_SAYS_NOTHING = frozenset(stem_of(one) for one in _WORDS.split())


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and to which question it was said; answer_id: 0 where nobody is to join it to others."""

    question_id: int
    words: str
    answer_id: int = 0


@dataclass(frozen=True, slots=True)
class Tag:
    """A word in all its forms: as it is written most, and in how many texts it stands."""

    stem: str
    word: str
    count: int


def texts_of(tallies: Iterable[Tally], *, protected: bool) -> list[Text]:
    """All texts; protected ones by the alphabet, with nothing by which to join two of them."""
    found = [
        Text(one.question.id, words, 0 if protected else number)
        for one in tallies
        for number, words in one.texts
    ]
    return sorted(found, key=lambda one: (folded(one.words), one.words)) if protected else found


def found_in(texts: Sequence[Text], sought: str) -> list[Text]:
    """The texts that hold all the words sought, in whatever form, or what is typed as it stands."""
    wanted = stems_of(sought)
    plain = folded(composed(sought)).strip()
    if not plain:
        return list(texts)
    return [
        one
        for one in texts
        if plain in folded(composed(one.words)) or (wanted and set(wanted) <= set(stems_of(one.words)))
    ]


def tags_of(texts: Iterable[Text]) -> list[Tag]:
    """The words that stand in most texts, those most often first."""
    counts: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = {}
    for one in texts:
        seen = set()
        for word in words_of(composed(one.words)):
            if len(word.plain) < SHORTEST_TAG or word.plain.isdecimal():
                continue
            stem = stem_of(word.plain)
            if stem in _SAYS_NOTHING:
                continue
            spelled.setdefault(stem, Counter())[word.plain] += 1
            seen.add(stem)
        counts.update(seen)
    found = [
        Tag(stem, min(spelled[stem], key=lambda word: (-spelled[stem][word], len(word), word)), count)
        for stem, count in counts.items()
        if count >= LEAST_OF_TAG
    ]
    return sorted(found, key=lambda one: (-one.count, one.word))[:MOST_TAGS]
