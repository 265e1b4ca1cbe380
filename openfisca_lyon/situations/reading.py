"""From a person's words to columns: who forms which group, which amount falls in which month."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from pydantic import ValidationError

from openfisca_lyon.engine import Groups, Households
from openfisca_lyon.situations.cases import is_case, read_case
from openfisca_lyon.situations.faults import Fault, SituationError, faults_of
from openfisca_lyon.situations.incomes import csg_rates, gross
from openfisca_lyon.situations.situation import YEARS_BACK, Situation, periods_of
from openfisca_lyon.situations.territory import homonyms, name_by_code
from openfisca_lyon.situations.words import INCOME_VARIABLES, INCOMES, NETS, situation_model
from openfisca_lyon.system import load
from openfisca_lyon.today import this_month
from openfisca_lyon.variables.communs.questions import QUESTIONS

FIRST_BIRTH = date(1900, 1, 1)
ADULT_CHILD = 25  # from this age a child is no longer counted in its parents' family
ATTACHED_UNTIL, ATTACHED_STUDENT_UNTIL = 21, 25  # attachment to the parents' tax return
CHILD_WITHOUT_INCOME = 16
TAXABLE_SHARE = 0.93  # net imposable after the 10 % deduction, over net paid: a rough guess, said as such
QUOTIENT = "quotient_familial_cnaf"  # the services write 0 where they could not compute it
SECTIONS = {"famille": "famille", "foyer_fiscal": "impots", "menage": "logement"}
HEADS = {"famille": (0, 1, 2), "foyer_fiscal": (0, 1, 2)}


def read(content: Any, month: str | None = None) -> Situation:
    """Read a household, in a person's words or as a raw OpenFisca case.

    Args:
        content: what a JSON or YAML document holds.
        month: the month asked; without it, the document's ``date``, else this month.

    Raises:
        SituationError: all that is wrong, each with its field.
    """
    if is_case(content):
        return read_case(content, month or this_month())
    model = situation_model()
    try:
        form: Any = model.model_validate(content)
    except ValidationError as error:
        raise SituationError(faults_of(error, model)) from None
    reader = _Reader(form, month or form.date or this_month())
    reader.notes += _doubtful_codes(content)
    return reader.situation()


def _doubtful_codes(content: Mapping[str, Any]) -> list[str]:
    """Say which commune was read where what was written may be the postcode of another."""
    homes = [content.get("logement"), *(person.get("logement") for person in content["personnes"])]
    codes = [home.get("commune") for home in homes if isinstance(home, Mapping)]
    notes = []
    for code in dict.fromkeys(str(one) for one in codes if one is not None):
        if others := homonyms(code):
            read_as = name_by_code().get(code, "une commune hors de la Métropole")
            notes.append(
                f"{code} est lu comme un code Insee : {read_as}. C'est aussi le code postal de "
                f"{', '.join(others)} : si c'est là, écrivez le nom de la commune."
            )
    return notes


class _Reader:
    """Reads one form; each method fills its part of the columns."""

    def __init__(self, form: Any, month: str) -> None:
        self.form = form
        self.month = month
        self.year = int(month[:4])
        self.people = form.personnes
        self.months = periods_of("month", month)
        self.notes: list[str] = []
        self.faults: list[Fault] = []
        self.variables = load().variables
        self.values: dict[tuple[str, str], dict[int, Any]] = defaultdict(dict)
        self.answered: set[tuple[str, int]] = set()

    def situation(self) -> Situation:
        self._check()
        if self.faults:
            raise SituationError(self.faults)
        self._births()
        self.groups = self._groups()
        self._answers()
        self._homes()
        self._notices()
        self._incomes()
        return Situation(
            month=self.month,
            households=Households(
                persons=len(self.people),
                groups=self.groups,
                columns=self._columns(),
                household=np.zeros(len(self.people), dtype=np.int64),
            ),
            labels=self._labels(),
            answered=frozenset(self.answered),
            complete=self.form.tout_est_dit,
            pointers=self._pointers(),
            ages=tuple(self.ages),
            notes=tuple(self.notes),
        )

    # Who people are.

    def _check(self) -> None:
        """Find what no single field shows: roles held twice, dates out of reach, people named alike."""
        links = [
            person.lien or ("demandeur" if rank == 0 else None) for rank, person in enumerate(self.people)
        ]
        for rank, link in enumerate(links):
            if link is None:
                self.faults.append(
                    Fault(f"/personnes/{rank}/lien", "Dites le lien avec la personne qui demande.")
                )
        self.links = links
        for link, most in (("demandeur", 1), ("conjoint", 1), ("parent", 2)):
            holders = [rank for rank, held in enumerate(links) if held == link]
            for rank in holders[most:]:
                self.faults.append(
                    Fault(f"/personnes/{rank}/lien", f"Une autre personne est déjà « {link} ».")
                )
        if "demandeur" not in links:
            self.faults.append(
                Fault("/personnes", "Dites qui est la personne qui demande : lien « demandeur ».")
            )
        if "conjoint" in links and self.form.conjugalite is None:
            self.faults.append(
                Fault("/conjugalite", "Dites si le couple est marié, pacsé ou en concubinage.")
            )
        if "conjoint" not in links and self.form.conjugalite is not None:
            self.faults.append(Fault("/conjugalite", "Aucune personne n'a le lien « conjoint »."))
        names: dict[str, int] = {}
        for rank, person in enumerate(self.people):
            if person.nom is not None and names.setdefault(person.nom, rank) != rank:
                self.faults.append(Fault(f"/personnes/{rank}/nom", "Une autre personne porte déjà ce nom."))
            born = person.date_naissance
            if born and not FIRST_BIRTH <= born <= date(self.year, 12, 31):
                message = "Cette date de naissance est impossible : avant 1900, ou après le mois demandé."
                self.faults.append(Fault(f"/personnes/{rank}/date_naissance", message))
            if born and person.age is not None:
                message = "Donnez la date de naissance ou l'âge, pas les deux."
                self.faults.append(Fault(f"/personnes/{rank}/age", message))

    def _births(self) -> None:
        self.ages: list[int | None] = []
        first = date(self.year, int(self.month[5:]), 1)
        for rank, person in enumerate(self.people):
            born = person.date_naissance
            if born is None and person.age is not None:
                # Born half a year before the birthday: the age holds for the months on both sides.
                born = _months_before(first, 12 * person.age + 6)
                self.notes.append(f"{self._name(rank)} : date de naissance estimée d'après l'âge.")
            if born is None:
                self.ages.append(None)
                continue
            self.ages.append(first.year - born.year - ((first.month, first.day) < (born.month, born.day)))
            self._give("date_naissance", rank, born)

    def _name(self, rank: int) -> str:
        return self.people[rank].nom or f"personne {rank + 1}"

    # Who forms which group.

    def _groups(self) -> dict[str, Groups]:
        return {
            "famille": self._grouped(self._families(), HEADS["famille"]),
            "foyer_fiscal": self._grouped(self._tax_returns(), HEADS["foyer_fiscal"]),
            "menage": self._grouped_homes(),
        }

    def _ranks(self, *links: str) -> list[int]:
        return [rank for link in links for rank, held in enumerate(self.links) if held == link]

    def _is_child_of_parents(self, rank: int) -> bool:
        """Tell whether someone is still a child in their parents' family."""
        age = self.ages[rank]
        return age is None or age < ADULT_CHILD

    def _families(self) -> list[tuple[list[int], list[int]]]:
        """Return each family as its one or two adults and its children."""
        me, partner, parents = self._ranks("demandeur"), self._ranks("conjoint"), self._ranks("parent")
        children = [rank for rank in self._ranks("enfant") if self._is_child_of_parents(rank)]
        siblings = [
            rank for rank in self._ranks("frere_soeur") if parents and self._is_child_of_parents(rank)
        ]
        with_parents = bool(parents) and not partner and not children and self._is_child_of_parents(me[0])
        families = [] if with_parents else [(me + partner, children)]
        if parents:
            families.append((parents, (me if with_parents else []) + siblings))
        placed = {rank for adults, young in families for rank in adults + young}
        return families + [([rank], []) for rank in range(len(self.people)) if rank not in placed]

    def _tax_returns(self) -> list[tuple[list[int], list[int]]]:
        """Return each tax return as its one or two declarants and those in their charge."""
        me, partner, parents = self._ranks("demandeur"), self._ranks("conjoint"), self._ranks("parent")
        joint = self.form.conjugalite != "concubin"
        returns: list[tuple[list[int], list[int]]] = [
            (
                me + (partner if joint else []),
                [rank for rank in self._ranks("enfant") if self._attached(rank)],
            )
        ]
        if partner and not joint:
            returns.append((partner, []))
        if parents:
            at_home = [rank for rank in self._ranks("frere_soeur") if self._attached(rank)]
            if not partner and not self._ranks("enfant") and self._attached(me[0]):
                returns[0] = (parents, [*me, *at_home])
            else:
                returns.append((parents, at_home))
        placed = {rank for declarants, young in returns for rank in declarants + young}
        return returns + [([rank], []) for rank in range(len(self.people)) if rank not in placed]

    def _attached(self, rank: int) -> bool:
        """Tell whether a child is in its parents' tax return: as said, else as is usual at that age."""
        person, age = self.people[rank], self.ages[rank]
        if person.rattache_aux_parents is not None:
            return bool(person.rattache_aux_parents)
        if age is None or age < ATTACHED_UNTIL:
            return True
        return age < ATTACHED_STUDENT_UNTIL and getattr(person, "activite", None) == "etudiant"

    def _grouped(self, groups: list[tuple[list[int], list[int]]], roles: tuple[int, int, int]) -> Groups:
        of_person = np.zeros(len(self.people), dtype=np.int64)
        role = np.zeros(len(self.people), dtype=np.int64)
        for number, (adults, young) in enumerate(groups):
            for position, rank in enumerate(adults):
                of_person[rank], role[rank] = number, roles[position]
            for rank in young:
                of_person[rank], role[rank] = number, roles[2]
        return Groups(len(groups), of_person, role)

    def _grouped_homes(self) -> Groups:
        """Group people by dwelling: the common one, then one for each person who lives elsewhere."""
        of_person = np.zeros(len(self.people), dtype=np.int64)
        role = np.full(len(self.people), 3, dtype=np.int64)
        elsewhere = [rank for rank, person in enumerate(self.people) if person.logement is not None]
        here = [rank for rank in range(len(self.people)) if rank not in elsewhere]
        self.homes = ([here] if here else []) + [[rank] for rank in elsewhere]
        for number, occupants in enumerate(self.homes):
            adults = [rank for rank in (*self._ranks("demandeur", "conjoint"),) if rank in occupants]
            for rank in occupants:
                of_person[rank] = number
                if self.links[rank] == "enfant":
                    role[rank] = 2
            for position, rank in enumerate(adults or occupants[:1]):
                role[rank] = position
        return Groups(len(self.homes), of_person, role)

    # What was answered.

    def _answers(self) -> None:
        for rank, person in enumerate(self.people):
            self._answer(person, rank)
            if person.rattache_aux_parents is not None and person.declare_ses_impots_seul is None:
                self._give("declare_ses_impots_seul", rank, not person.rattache_aux_parents)
            if person.femme is False and person.enceinte is None:
                self._give("enceinte", rank, False)
        me = self._ranks("demandeur")[0]
        for entity, section in (("famille", self.form.famille), ("foyer_fiscal", self.form.impots)):
            if section is not None:
                self._answer(section, int(self.groups[entity].of_person[me]))

    def _homes(self) -> None:
        for number, occupants in enumerate(self.homes):
            home = self.people[occupants[0]].logement or self.form.logement
            if home is None:
                continue
            self._answer(home, number)
            if home.commune is not None:
                self._give("depcom", number, home.commune)

    def _answer(self, section: Any, member: int) -> None:
        for name in section.model_fields_set & QUESTIONS.keys():
            value = getattr(section, name)
            if name == QUOTIENT and value == 0:
                self.notes.append(
                    "Un quotient familial de 0 veut dire qu'il n'est pas connu : il est calculé."
                )
            elif value is not None and name in self.variables and name != "date_naissance":
                self._give(name, member, value)

    def _notices(self) -> None:
        """Give the tax notice: one figure stands for the last notices, years for each."""
        notice = self.form.impots and self.form.impots.revenu_fiscal_de_reference
        if notice is None:
            return
        mine = int(self.groups["foyer_fiscal"].of_person[self._ranks("demandeur")[0]])
        if not isinstance(notice, Mapping):
            notice = {self.year - back: notice for back in range(5)}
        for year, amount in notice.items():
            self.values["rfr", str(year)][mine] = amount
        self.answered.add(("rfr", mine))

    # What people earn.

    def _incomes(self) -> None:
        nets: dict[str, dict[int, dict[str, float]]] = defaultdict(dict)
        for rank, person in enumerate(self.people):
            age = self.ages[rank]
            if person.revenus is None:
                if age is not None and age < CHILD_WITHOUT_INCOME:
                    self.answered |= {(variable, rank) for variable in INCOME_VARIABLES}
                continue
            self.answered |= {(variable, rank) for variable in INCOME_VARIABLES}
            for name in INCOMES:
                given = getattr(person.revenus, name)
                if given is None:
                    continue
                amounts = self._by_month(given)
                if name in NETS:
                    nets[name][rank] = amounts
                else:
                    for month, amount in amounts.items():
                        self.values[name, month][rank] = amount
        self._invert(nets)

    def _by_month(self, given: float | dict[str, float]) -> dict[str, float]:
        """Spread amounts over the months the law looks back on: each holds until the next one given."""
        if not isinstance(given, Mapping):
            return dict.fromkeys(self.months, given)
        known = sorted(given)
        spread = {}
        current = given[known[0]]
        for month in self.months:
            current = given.get(month, current)
            spread[month] = current
        return spread | {month: given[month] for month in known if month < self.months[0]}

    def _invert(self, nets: Mapping[str, Mapping[int, Mapping[str, float]]]) -> None:
        """Turn net amounts into the gross ones that the rules read."""
        replaced = {rank for kind in ("chomage_net", "retraite_nette") for rank in nets.get(kind, {})}
        for rank in replaced:
            self._estimate_notice(rank, nets)
        for kind, of_people in nets.items():
            for rank, amounts in of_people.items():
                regime: dict[str, str] | None = None
                activity: Mapping[str, float] = {}
                if kind != "salaire_net":
                    regime = self._rates(kind, rank, list(amounts))
                    activity = nets.get("salaire_net", {}).get(rank, {})
                for month, amount in gross(kind, amounts, regime=regime, activity=activity).items():
                    self.values[NETS[kind], month][rank] = amount

    def _estimate_notice(self, rank: int, nets: Mapping[str, Mapping[int, Mapping[str, float]]]) -> None:
        """Guess the tax notice of someone whose CSG depends on it, where it was not given."""
        mine = int(self.groups["foyer_fiscal"].of_person[rank])
        if ("rfr", str(self.year - YEARS_BACK)) in self.values and mine in self.values[
            "rfr", str(self.year - 2)
        ]:
            return
        members = np.flatnonzero(self.groups["foyer_fiscal"].of_person == mine)
        for back in range(2 * YEARS_BACK + 1):
            year = str(max(self.year - back, self.year - YEARS_BACK))
            total = sum(
                amount
                for of_people in nets.values()
                for member in members
                for month, amount in of_people.get(int(member), {}).items()
                if month.startswith(year)
            )
            if back >= YEARS_BACK:  # later years are computed from the months given
                self.values["rfr", str(self.year - back)][mine] = round(total * TAXABLE_SHARE, 2)
        self.notes.append(
            "Revenu fiscal de référence estimé d'après les revenus : l'avis d'impôt est plus sûr."
        )

    def _rates(self, kind: str, rank: int, months: list[str]) -> dict[str, str]:
        """Return the rate of CSG of each month, from the tax notice of two years before."""
        group = self.groups["foyer_fiscal"]
        mine = int(group.of_person[rank])
        adults = int(np.sum((group.of_person == mine) & (group.role < 2)))
        young = int(np.sum((group.of_person == mine) & (group.role == 2)))
        parts = adults + 0.5 * min(young, 2) + max(young - 2, 0) + (0.5 if adults == 1 and young else 0)
        rates = {}
        for month in months:
            notices = self.values.get(("rfr", str(int(month[:4]) - YEARS_BACK)), {})
            rates[month] = str(csg_rates(kind, notices.get(mine, 0.0), parts, [month])[0])
        return rates

    # Columns.

    def _give(self, name: str, member: int, value: Any) -> None:
        """Give an answer at every period the law can look back on."""
        self.answered.add((name, member))
        for period in periods_of(self.variables[name].definition_period, self.month):
            self.values[name, period][member] = value

    def _columns(self) -> dict[tuple[str, str], Any]:
        """Return what was given; the same answer at several periods is one array."""
        made: dict[Any, Any] = {}
        columns = {}
        for (name, period), given in self.values.items():
            content = name, tuple(sorted(given.items()))
            if content not in made:
                made[content] = self._column(name, given)
            columns[name, period] = made[content]
        return columns

    def _column(self, name: str, given: Mapping[int, Any]) -> Any:
        """Return one value per member: what was given, else the variable's default."""
        variable = self.variables[name]
        entity = variable.entity.key
        count = len(self.people) if entity == "individu" else self.groups[entity].count
        default = variable.default_value
        if hasattr(default, "name"):
            default = default.name
        column = [given.get(member, default) for member in range(count)]
        if variable.value_type is date:
            return np.array(column, dtype="datetime64[D]")
        if isinstance(default, str):
            return np.array(column)
        return np.array(column, dtype=variable.dtype)

    def _labels(self) -> dict[str, tuple[str, ...]]:
        names = [self._name(rank) for rank in range(len(self.people))]
        labels = {"individu": tuple(names)}
        for entity, group in self.groups.items():
            labels[entity] = tuple(
                ", ".join(names[rank] for rank in np.flatnonzero(group.of_person == number))
                for number in range(group.count)
            )
        return labels

    def _pointers(self) -> dict[str, tuple[str, ...]]:
        """Return where the answers about each member of each entity are written."""
        pointers = {"individu": tuple(f"/personnes/{rank}" for rank in range(len(self.people)))}
        for entity, section in SECTIONS.items():
            pointers[entity] = tuple(f"/{section}" for _ in range(self.groups[entity].count))
        pointers["menage"] = tuple(
            f"/personnes/{occupants[0]}/logement" if self.people[occupants[0]].logement else "/logement"
            for occupants in self.homes
        )
        return pointers


def _months_before(day: date, months: int) -> date:
    """Return the first day of the month that many months before.

    >>> _months_before(date(2026, 10, 1), 270)
    datetime.date(2004, 4, 1)
    """
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)
