"""Les questions posées aux personnes : une par donnée d'entrée, en mots simples."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """What to ask a person, and which answers to try while they have not answered.

    Attributes:
        texte: the question, as it is read to the person.
        aide: one sentence that helps to answer.
        seuils: parameters the answer is compared with; the answers tried stand on both sides of each.
        domaine: answers to try, where neither the type nor ``seuils`` gives them. For dates: ages in months.
        age: people to whom the question makes sense, as (youngest, oldest) in years, both included.
        deduite: whether the formula of the input, if it has one, answers for the person once what it reads is
            said.
    """

    texte: str
    aide: str = ""
    seuils: tuple[str, ...] = ()
    domaine: tuple = ()
    age: tuple[int, int] = (0, 130)
    deduite: bool = True


QUESTIONS: dict[str, Question] = {}


def poser(nom: str, texte: str, **details) -> None:
    """Ask a question of a variable that OpenFisca-France defines."""
    if nom in QUESTIONS:
        raise ValueError(f"{nom} a déjà une question")
    QUESTIONS[nom] = Question(texte, **details)


def question(texte: str, **details):
    """Ask a question of the variable defined just below."""

    def register(variable):
        poser(variable.__name__, texte, **details)
        return variable

    return register
