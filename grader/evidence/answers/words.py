"""Measures how much two texts have in common, and tells what is no text at all."""

from __future__ import annotations

import re
from functools import lru_cache

from grader.text.scripts import amount_of

MIN_FOREIGN_WORDS = 4
"""Of a text in another language that stands under no question."""

REMEMBERED = 4096
"""Texts: the questions and the starter's sentences are asked for again and again."""
COMMON_SHARE = 0.1
"""Of the words of an English text, how many are common ones at least; usually it is a third."""
_MARKUP = re.compile(
    (
        r"</?[a-z!][^<>:]{0,20}(?:[\s\"'/][^<>]{0,300})?>|!\[[^\]]{0,300}\](?:\([^)]{0,2000}\)|"
        r"\[[^\]]{0,300}\])|[*_`~#>|]+|^\s*[-+]\s"
    ),
    re.MULTILINE | re.IGNORECASE,
)
_SHOWN = re.compile(
    r"!\[[^\]]{0,300}\][(\[]|<(?:img|svg|audio|video|iframe|embed|object|canvas|math|picture)\b",
    re.IGNORECASE,
)
_LINKED = re.compile(r"\s{0,9}(?:!?\[[^\]\n]{0,300}\][(\[]|<)")
"""A text that begins with a picture, a link or markup carries no label, whatever the picture is
called.
"""
_QUESTION_MARKS = ("?", "？", "؟", ";", "՞", "፧")
_WORD = re.compile(r"[^\W\d_]{2,40}")
_SENTENCE = re.compile(
    r"[^.?!。？！؟\n]{0,2000}+(?:[.?!]++|[。？！؟]++|\n|$)|[^.?!。？！؟\n]{2000}",
)
"""What goes on for longer is cut, so that each sign is gone through once or twice."""
_SPACE = re.compile(r"\s+")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """a an and any are as at be by can did do does for from have has how if in is it its no not
        of on or our so that the their them there these they this to was we were what when where
        which why will with would you your us please question answer""",
    )
)
_SECTION = re.compile(
    r"\W*(?:(?:optional|part|section|step|configure|compile|fit|train|evaluate|plot|build|create|"
    r"load|import|prepare|define|predict|display|show|visuali[sz]e|conf(?:usion)?|different|"
    r"history|learning curves?|import|results?)\b)",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"(?:the |my )?(?:end|fin|conclusions?|summary|references?|sources|appendix|thanks?.*|"
    r"bonus|extra|next steps?)\W*",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"\W*(?:see|hint|note|tip|make sure|careful|remember|use|write|type|please|answer|"
    r"double[- ]click)\b",
    re.IGNORECASE,
)
_QUESTION_WORDS = (
    "frage", "question", "pregunta", "domanda", "pergunta", "questão", "vraag", "fråga",
    "spørsmål", "spørgsmål", "kysymys", "pytanie", "otázka", "kérdés", "întrebare", "întrebarea",
    "soru", "вопрос", "питання", "ερώτηση", "ερώτημα", "câu hỏi", "câu", "pertanyaan", "السؤال",
    "سؤال", "שאלה", "प्रश्न", "問題", "问题", "質問", "设问", "問", "问", "질문", "문제",
    "คำถาม", "ข้อ",
)  # fmt: skip
_ANSWER_WORDS = (
    "antwort", "réponse", "reponse", "respuesta", "risposta", "resposta", "antwoord", "svar",
    "vastaus", "odpowiedź", "odpověď", "válasz", "răspuns", "cevap", "yanıt", "ответ", "відповідь",
    "απάντηση", "trả lời", "jawaban", "الجواب", "الإجابة", "תשובה", "उत्तर", "回答", "答案", "解答",
    "答え", "答", "답변", "답", "คำตอบ", "ตอบ",
)  # fmt: skip
_LABEL = re.compile(
    rf"\W{{0,6}}(?:\(?optional\)?\W{{1,3}})?(?P<kind>questions?|q|answers?|ans|a|todo|task|part|{'|'.join(_QUESTION_WORDS)}"
    rf"|{'|'.join(_ANSWER_WORDS)})?"
    r"\s{0,2}(?:to\s{1,2}(?:question|q)\s{1,2})?[#.]?\s{0,2}"
    r"(?P<number>\d{1,2})?(?P<end>\s{0,3}(?:[).:\]–—-]|\*\*)+\s{0,3}|\s{0,3}$)",
    re.IGNORECASE,
)
_KINDS = {
    **dict.fromkeys(("q", "questions", *_QUESTION_WORDS), "question"),
    **dict.fromkeys(("a", "ans", "answers", *_ANSWER_WORDS), "answer"),
    "task": "todo",
}


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """The text without Markdown's and HTML's marks, its spaces made single."""
    return _SPACE.sub(" ", _MARKUP.sub(" ", text)).strip()


@lru_cache(maxsize=REMEMBERED)
def content_words(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(
        stem(word) for word in _WORD.findall(plain(text).lower()) if word not in _COMMON
    )


def stem(word: str) -> str:
    """A word without its endings, roughly: `overfitting` and `overfits` are `overfit`."""
    for ending in ("ations", "ation", "ings", "ing", "ments", "ies", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def sentences(text: str) -> list[str]:
    """The text cut into sentences, their ends kept; joined they are the text."""
    return [piece for piece in _SENTENCE.findall(text) if piece]


def shows_something(text: str) -> bool:
    """Whether the text shows a picture or something else that is no text."""
    return _SHOWN.search(text) is not None


def says_something(text: str) -> bool:
    """Whether there is anything for a person to read or to look at."""
    return plain(text) != "" or shows_something(text)


def asks(sentence: str) -> bool:
    """Whether it ends as a question does, in any script."""
    return sentence.rstrip().rstrip("*_)").rstrip().endswith(_QUESTION_MARKS)


def is_in_english(text: str) -> bool:
    """Whether the text has English's most common words, as a text of a few sentences always has."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return sum(word in _COMMON for word in words) >= COMMON_SHARE * max(1, len(words))


def label_of(text: str) -> tuple[str, int | None, int]:
    """The label that a text begins with, as kind (`question`, `todo`, `answer` or empty), number,
    and its length.
    """
    match = None if _LINKED.match(text) else _LABEL.match(text)
    if match is None or not (match["kind"] or match["number"]):
        return "", None, 0
    word = (match["kind"] or "").lower()
    return _KINDS.get(word, word), int(match["number"]) if match["number"] else None, match.end()


def names_a_section(text: str) -> bool:
    """Whether a line stands for a heading: a few words of what comes next, and no full stop."""
    words = plain(text)
    return (
        len(words.split()) <= 6
        and not words.endswith((".", "?", ",", ";"))
        and _SECTION.match(words) is not None
    )


def only_frames(heading: str) -> bool:
    """Whether a heading says what stands around it and nothing more: a section, a label, the
    end.
    """
    words = plain(heading)
    return (
        names_a_section(words)
        or _FRAME.fullmatch(words) is not None
        or label_of(words)[2] >= len(words)
    )


def instructs(text: str) -> bool:
    """Whether a short text beside a question tells what to do."""
    return len(text.split()) <= 10 and _INSTRUCTION.match(plain(text)) is not None


def may_be_foreign(text: str) -> bool:
    """Whether it is a statement in another language than that of the topics' signs, or a
    picture.
    """
    if asks(text):
        return False
    long_enough = amount_of(text).in_words >= MIN_FOREIGN_WORDS and (
        not text.isascii() or text.rstrip().endswith(".")
    )
    return shows_something(text) or (long_enough and not is_in_english(text))
