"""Tells what a template puts where an answer should stand, in the languages of many courses."""

from __future__ import annotations

import html
import re
import unicodedata

from grader.evidence.answers.words import plain, shows_something

MAX_CHARS = 200
_ENGLISH = re.compile(
    r"(?:\W*(?:(?:type|write|enter|insert|put|add)\s+)?(?:your\s+)?(?:own\s+)?(?:answers?|comments?|text|response|solution|name|code|"
    r"explanation|references?)(?:\s+(?:goes?|comes?|here|below|to question \d+|in this cell))*\W*"
    r"(?:,? replacing this (?:text|cell))?\W*"
    r"|\W*todo\W*\d*\W*|\W*tbd\W*|\W*fixme\W*|\W*n\W?a\W*|\W*x{2,}\W*|\W*lorem "
    r"ipsum.{0,180}|\W*(?:double[- ])?click.{0,20}to edit.{0,60}"
    r"|\W*double[- ]click.{0,60}|type markdown and latex.{0,40}|\W*)",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = """
    deine ihre eure meine antwort antworten lösung text kommentar begründung hier hierhin bitte
    einfügen eingeben schreiben schreibe schreib eintragen ergänzen ausfüllen sie die der den in
    diese zelle unten
    | votre vos ta ma réponse réponses ici écrire écrivez écris insérer insérez saisir saisissez
    compléter complétez à la le commentaire texte solution dans cette cellule ci-dessous dessous ci
    | tu su vuestra respuesta respuestas aquí escribe escriba escribir inserta introduce completar
    la solución comentario texto en esta celda debajo por favor
    | sua tua resposta respostas aqui escreva escreve escrever insira digite preencher a o solução
    comentário texto nesta célula abaixo
    | la tua vostra sua risposta risposte qui scrivi scrivere scrivete inserisci inserire completare
    soluzione commento testo in questa cella sotto
    | jouw je uw antwoord antwoorden hier typ schrijf vul in invullen oplossing tekst deze cel
    hieronder
    | ditt dit ditt svar svaret här her skriv skriva skrive in inn lösning løsning løsningen
    kommentar din
    | kirjoita vastauksesi vastaus tähän
    | twoja twój odpowiedź odpowiedz tutaj tu wpisz napisz swoją wstaw rozwiązanie uzupełnij
    | vaše odpověď odpoveď sem zde napište vložte svou doplňte řešení
    | cevabınız cevabınızı cevabı cevap yanıtınız yanıtınızı buraya yazın yazınız giriniz
    | ваш ваша ответ ответы відповідь здесь тут сюда введите напишите впишите вставьте свой решение
    впишіть напишіть свою
    | η απάντησή απάντηση σας εδώ γράψτε την
    | câu trả lời của bạn ở đây viết nhập vào
    | jawaban anda di sini tulis tuliskan ketik isi disini
    | răspunsul tău dumneavoastră aici scrie scrieți introdu
    | válasz válaszod ide írd írja a
    | اكتب اكتبي إجابتك اجابتك الإجابة الاجابة إجابة جوابك هنا
    | כתוב כתבי כתבו את תשובה תשובתך תשובתכם כאן התשובה
    | अपना उत्तर जवाब यहाँ यहां लिखें आपका
    | 여기에 답 답을 답변 답변을 정답 작성하세요 작성 입력하세요 적으세요 쓰세요 작성해 주세요
"""
_LANGUAGES = tuple(frozenset(language.split()) for language in _WORDS.casefold().split("|"))
_UNSPACED = re.compile(
    r"(?:请)?(?:在此处?|在这里|于此|這裡|此处)?(?:输入|填写|写下|写出|寫下|填入|作答)?(?:你的|您的|我的)?(?:答案|回答|解答|答)?(?:写在这里|在此处?|在这里)?"
    r"|(?:ここに|以下に|この下に)?(?:あなたの|自分の)?(?:回答|解答|答え|答)?(?:を)?(?:記入|入力|書いて|記述)?(?:して)?(?:ください|下さい|する|こと)?"
    r"|待填写?|待补充|略|未回答|未記入"
    r"|(?:เขียน|พิมพ์|ใส่|กรอก)?(?:คำตอบ)?(?:ของ)?(?:คุณ)?(?:ที่นี่|ตรงนี้|ด้านล่าง)?"
)


def is_placeholder(text: str) -> bool:
    """Whether this is what a template puts where an answer should stand, or nothing."""
    if len(text) >= MAX_CHARS or shows_something(text):
        return False
    words = plain(html.unescape(text))
    if _is_a_sign(words):
        return False
    return _ENGLISH.fullmatch(words) is not None or _is_foreign_placeholder(words)


def _is_a_sign(text: str) -> bool:
    """Whether it is an emoji or the like alone, which says something; an empty box to be ticked
    does not.
    """
    signs = {unicodedata.category(sign) for sign in text if sign not in "\u2610\u25a1\u2b1c"}
    return "So" in signs and not any(kind[0] in "LN" for kind in signs)


def _is_foreign_placeholder(text: str) -> bool:
    letters = "".join(
        sign if unicodedata.category(sign)[0] in "LM" else " " for sign in text.casefold()
    )
    words = letters.split()
    return bool(words) and _is_made_of_template_words(words)


def _is_made_of_template_words(words: list[str]) -> bool:
    return any(language.issuperset(words) for language in _LANGUAGES) or bool(
        _UNSPACED.fullmatch("".join(words))
    )
