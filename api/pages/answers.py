"""What a resident has said so far: the words of a situation, and what they could not or would not say."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from openfisca_lyon.api.pages.texts import text
from openfisca_lyon.api.pages.themes import THEMES, Theme, no_of
from openfisca_lyon.api.pages.visits import visit
from openfisca_lyon.situations import Situation, read
from openfisca_lyon.system import load
from openfisca_lyon.today import this_month
from openfisca_lyon.variables.communs.questions import QUESTIONS

PAGE = "simulateur"
SECTIONS = {"famille": "famille", "foyer_fiscal": "impots", "menage": "logement"}
ME = {"lien": "demandeur"}
MOST_PEOPLE = 20
ADULT, STUDENT = 18, "etudiant"
Words = dict[str, Any]


class Answers:
    """The answers of a visit.

    Attributes:
        words: a situation, as the API takes it, without names nor month.
        unknown: pointers of the questions met by « je ne sais pas », or passed over.
        seen: steps already answered.
        concerned: for each theme that was asked about, the people concerned; the others said no.
        decisions: by right, what the administration answered.
    """

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        kept = copy.deepcopy(dict(kept or {}))  # what is refused must not be kept
        self.words: Words = kept.get("situation") or {"personnes": [dict(ME)]}
        self.unknown: list[str] = list(kept.get("inconnus", ()))
        self.seen: list[str] = list(kept.get("vues", ()))
        self.concerned: dict[str, list[int]] | None = kept.get("concernes")
        self.decisions: dict[str, dict[str, Any]] = dict(kept.get("decisions", {}))

    @classmethod
    def of_visit(cls) -> "Answers":
        """Return the answers of the visit under way."""
        return cls(visit().get(PAGE))

    def keep(self) -> None:
        """Keep the answers in the visit under way."""
        visit().keep(
            PAGE,
            {
                "situation": self.words,
                "inconnus": self.unknown,
                "vues": self.seen,
                "concernes": self.concerned,
                "decisions": self.decisions,
            },
        )

    @property
    def is_begun(self) -> bool:
        """Whether anything was said."""
        return bool(self.seen)

    @property
    def people(self) -> list[Words]:
        """The people, the one who asks first."""
        people: list[Words] = self.words["personnes"]
        return people

    def see(self, step: str) -> None:
        """Note that a step was answered."""
        if step not in self.seen:
            self.seen.append(step)

    def get(self, pointer: str) -> Any:
        """Return the answer at a pointer, ``/personnes/0/age``; nothing where nothing was said."""
        found: Any = self.words
        for part in pointer.split("/")[1:]:
            if isinstance(found, list):
                found = found[int(part)]
            elif isinstance(found, dict):
                found = found.get(part)
        return found

    def put(self, pointer: str, value: Any) -> None:
        """Write an answer at a pointer, or take it away when it is ``None``."""
        *path, name = pointer.split("/")[1:]
        part: Any = self.words
        for step in path:
            part = part[int(step)] if isinstance(part, list) else part.setdefault(step, {})
        if value is None:
            part.pop(name, None)
        else:
            part[name] = value

    def not_known(self, pointer: str) -> None:
        """Note that a question was met by « je ne sais pas »: it is not asked again by itself."""
        self.put(pointer, None)
        if pointer not in self.unknown:
            self.unknown.append(pointer)

    def known(self, pointer: str, value: Any) -> None:
        """Write an answer to a question."""
        self.put(pointer, value)
        if pointer in self.unknown:
            self.unknown.remove(pointer)

    def recompose(self, links: Iterable[str]) -> None:
        """Say again who lives there: people keep what was said of them, by their link and their order.

        Args:
            links: the link of each person other than the one who asks.
        """
        before = [person["lien"] for person in self.people]
        waiting: dict[str, list[Words]] = {}
        for person in self.people[1:]:
            waiting.setdefault(person["lien"], []).append(person)
        people = [self.people[0]]
        for link in list(links)[: MOST_PEOPLE - 1]:
            same = waiting.get(link)
            people.append(same.pop(0) if same else {"lien": link})
        self.words["personnes"] = people
        if [person["lien"] for person in people] != before:
            # Ranks have changed: what hangs on them is asked again.
            self.unknown = [
                one
                for one in self.unknown
                if not one.startswith("/personnes/") or one.startswith("/personnes/0/")
            ]
            self.concerned = None

    # What is computed.

    def named(self, language: str | None = None) -> list[str]:
        """Return how each person is called, by their first name or by their link."""
        count: dict[str, int] = {}
        names = []
        for person in self.people:
            link = person.get("lien", "autre")
            count[link] = count.get(link, 0) + 1
            many = sum(1 for one in self.people if one.get("lien") == link) > 1
            name = text(f"simulator.lien.{link}", language)
            names.append(person.get("nom") or (f"{name} {count[link]}" if many else name))
        return names

    def situation(self, month: str | None = None) -> Situation:
        """Return the household, read and checked.

        Raises:
            SituationError: what was said does not hold together.
        """
        return read(self.said(), month or this_month())

    def said(self) -> Words:
        """Return the situation with what was answered to the questions on what concerns people.

        A theme that does not concern someone is a « no » to each of its questions, unless they said otherwise.
        """
        words = copy.deepcopy(self.words)
        for person, name in zip(words["personnes"], self.named(), strict=True):
            person["nom"] = name
        if "foyer" in self.seen:
            at_parents = any(person["lien"] == "parent" for person in self.people)
            for person in words["personnes"]:
                if person["lien"] in ("demandeur", "conjoint"):
                    person.setdefault("habite_chez_parents", at_parents)
        for theme in THEMES.values():
            if theme.gate and self.concerned is not None:
                self._say_no(words, theme, self.concerned.get(theme.id, []))
        at_school = [rank for rank, person in enumerate(words["personnes"]) if not _has_left_school(person)]
        self._say_no(words, THEMES["etudes"], at_school)
        return words

    def _say_no(self, words: Words, theme: Theme, concerned: list[int]) -> None:
        if theme.common and concerned:
            return
        variables = load().variables
        for name in theme.inputs:
            entity = variables[name].entity.key
            if variables[name].formulas and name not in theme.negative:
                continue  # it follows from the others
            value = theme.negative.get(name, no_of(name))
            if value is None:
                continue
            if entity != "individu":
                if not concerned and theme.gate:
                    words.setdefault(SECTIONS[entity], {}).setdefault(name, value)
                continue
            youngest, oldest = QUESTIONS[name].age
            for rank, person in enumerate(words["personnes"]):
                age = age_of(person)
                if rank not in concerned and (age is None or youngest <= age <= oldest):
                    person.setdefault(name, value)


def _has_left_school(person: Mapping[str, Any]) -> bool:
    """Tell whether an adult said an activity that is not studies."""
    age = age_of(person)
    return age is not None and age >= ADULT and person.get("activite", STUDENT) != STUDENT


def age_of(person: Mapping[str, Any]) -> int | None:
    """Return the age of someone this month, where it was said."""
    if person.get("age") is not None:
        return int(person["age"])
    born = person.get("date_naissance")
    if not born:
        return None
    now, then = this_month(), str(born)[:7]
    return (int(now[:4]) - int(then[:4])) - (now[5:] < then[5:])
