"""Tells sentences that state no result of the notebook's own: goals, other people's results,
chance, other trainings.

In English, German, Spanish and French, which most hand-ins are written in. A sentence that one of
these words stands in is passed over whole: to miss a claim costs nothing, to take somebody else's
result for one accuses the innocent.
"""

from __future__ import annotations

import re

_GOALS = r"""
    goals?|aim(?:s|ed|ing)?|targets?|threshold|should|would|could|might|may|want(?:s|ed)?|wish|hop(?:e|es|ed|ing)|expect\w*|try|tries|trying|
    tried|must|require[sd]?|requirement|needed?|can\s+(?:be|reach|achieve|get|have)|will|if|suppose|let['’]s|potential\w*|future|ideal\w*|
    points|task|assignment|exercise|ziel\w*|soll\w*|erwart\w*|möcht\w*|woll\w*|würde\w*|könn\w*|kann|muss|müss\w*|hoff\w*|
    wenn|falls|versuch\w*|aufgabe|objetivo|meta|debe\w*|debería\w*|esper\w*|podría\w*|puede\w*|queremos|si|tarea|
    objectif|devrai\w*|doit|doivent|pourrai\w*|peut|espér\w*|voulons|exercice"""
_OTHERS = r"""
    state[\s-]of[\s-]the[\s-]art|sota|papers?|et\s+al|literature|lecun|humans?|people|kaggle|leaderboard|benchmarks?|published|others?|
    typical\w*|usual\w*|general\w*|known|according|researchers|authors|records?|world|best\s+models?|competition|tutorial|lecture|
    course|professor|website|wikipedia|documentation|reported|reference|stand\s+der\s+technik|laut|menschen?|üblich\w*|normalerweise|
    veröffentlicht\w*|literatur|andere\w*|vorlesung|estado\s+del\s+arte|según|humanos?|literatura|otros|típic\w*|normalmente|
    état\s+de\s+l['’]art|selon|humains?|littérature|autres|habituel\w*|généralement|mnist\s+(?:is|was|can)"""
_CHANCE = r"""
    random\w*|chance|guess\w*|coin|dummy|majority|naive|naïve|baselines?|zufall\w*|zufällig\w*|rat(?:en|e)|münz\w*|azar|aleatori\w*|adivin\w*|
    hasard|aléatoire\w*|devin\w*"""
_ELSEWHERE = r"""
    earlier|previous\w*|before|formerly|originally|initially|at\s+first|first\s+(?:try|attempt|run)|last\s+(?:time|year|week)|old(?:er)?|without|
    instead|colab|gpu|tpu|laptop|desktop|another|different|elsewhere|once|sometimes|up\s+to|früher\w*|vorher|zuvor|ursprünglich|anfangs|ohne|
    stattdessen|bis\s+zu|einmal|manchmal|antes|anterior\w*|previamente|sin|otra\s+vez|hasta|avant|précédent\w*|auparavant|sans|
    jusqu['’]à|parfois|when\s+i|with\s+(?:more|dropout|augmentation)"""
NOT_OWN = re.compile(
    rf"(?<!\w)(?:{_GOALS}|{_OTHERS}|{_CHANCE}|{_ELSEWHERE})(?!\w)", re.IGNORECASE | re.VERBOSE
)


def states_own_result(sentence: str) -> bool:
    """Whether nothing in the sentence says that its numbers are somebody else's, a wish, or another
    training's.
    """
    return NOT_OWN.search(sentence) is None
