"""What the figures of a reform say, in sentences: its title, its summary, and how it stands beside others."""

from collections.abc import Sequence

from openfisca_lyon.comparisons.spending import BOTH, PUBLISHED, UNKNOWN
from openfisca_lyon.reports import charts
from openfisca_lyon.reports.document import Chart, Section, Table
from openfisca_lyon.reports.figures import FELT, Measured, Row, Slice, reach_of
from openfisca_lyon.reports.sections import axis, listed, poverty_sentence
from openfisca_lyon.reports.wording import Words


def headline(seen: Slice, words: Words) -> str:
    """Return the finding of a reform in one sentence."""
    change, said = seen.cost[2], {"name": seen.name}
    if seen.total["calcul"] == UNKNOWN:
        return words("titre.inconnu", **said)
    if not seen.moved and not abs(change.value) > FELT:
        return words("titre.rien", **said)
    if not change.is_sure:
        return words("titre.flou", **said)
    said["cost"] = _more(seen, words)
    if seen.total["calcul"] == PUBLISHED:
        return words("titre.publie", **said)
    if seen.is_ceiling:
        return words("titre.plafond", **said)
    side = "gagnants" if change.value > 0 else "perdants"
    if not (seen.followed and seen.moves[side]):
        return words("titre.cout", **said)
    return words(f"titre.{side}", **said, households=seen.moves.figure(side).said(words, "count"))


def summary(seen: Slice, words: Words) -> tuple[str, ...]:
    """Return three sentences: what it costs, who wins, what poverty becomes."""
    return (cost_said(seen, words), moves_said(seen, words), poverty_sentence(seen, words))


def cost_said(seen: Slice, words: Words) -> str:
    """Say what a reform costs, how that is known, and what it leaves out."""
    said = [_cost_alone(seen, words)]
    if seen.total["borne"] and seen.cost[2].is_sure:
        said.append(words("resume.borne"))
    left = seen.rows("non_chiffres")
    if left and seen.total["calcul"] != UNKNOWN:
        said.append(words("resume.aussi", rights=listed([row["nom"] for row in left], words)))
    return " ".join(said)


def _cost_alone(seen: Slice, words: Words) -> str:
    before, after, change = seen.cost
    found = seen.total["calcul"]
    if found == UNKNOWN:
        left = [row["nom"] for row in seen.rows("non_chiffres")]
        return words("resume.inconnu", rights=listed(left, words))
    if not abs(change.value) > FELT:
        return words("resume.cout_rien")
    if not change.is_sure:
        return words("resume.cout_flou", change=change.written(words, "euros"))
    said = {
        "before": before.said(words, "euros"),
        "after": after.said(words, "euros"),
        "change": _signed(change, words),
    }
    if found == PUBLISHED:
        row = _published(seen)
        spent = words.measure(row["publie"], 0, "euros")
        return words(
            "resume.publie_seul", right=row["nom"], spent=spent, year=str(int(row["annee_publiee"])), **said
        )
    text = words("resume.cout_plafond" if seen.is_ceiling else "resume.cout", **said)
    if found == BOTH:
        text += " " + words("resume.publie_part", right=_published(seen)["nom"])
    elif seen.is_ceiling and (known := _largest_published(seen)):
        text += " " + words(
            "resume.publie",
            right=known["nom"],
            spent=words.measure(known["publie"], 0, "euros"),
            year=str(int(known["annee_publiee"])),
            change=_signed(known.figure("ecart"), words),
        )
    return text


def _published(seen: Slice) -> Row:
    """Return the right that changes most among those costed from their published spending."""
    known = {row["droit"] for row in seen.changed if row["calcul"] == PUBLISHED}
    rows = [row for row in seen.rows("publies") if row["droit"] in known]
    return max(rows, key=lambda row: abs(float(row["ecart"])))


def _largest_published(seen: Slice) -> Row | None:
    """Return the right that moves most of those that have a published spending, if one does."""
    rows = [row for row in seen.rows("publies") if row.figure("ecart").is_sure]
    return max(rows, key=lambda row: abs(float(row["ecart"])), default=None)


def _signed(change: Measured, words: Words) -> str:
    """Say a change with its bar, more or less rather than a sign."""
    text = Measured(abs(change.value), change.error).written(words, "euros")
    return words("montant.plus" if change.value > 0 else "montant.moins", cost=text)


def _more(seen: Slice, words: Words) -> str:
    """Say a change by year without its bar: for a title."""
    change = seen.cost[2]
    text = Measured(abs(change.value), change.error).said(words, "euros")
    side = "plus" if change.value > 0 else "moins"
    most = seen.is_ceiling or bool(seen.total["borne"])
    return words(f"montant.{side}_par_an{'_au_plus' if most else ''}", cost=text)


def moves_said(seen: Slice, words: Words) -> str:
    """Say who wins and who loses."""
    moves = seen.moves
    if not seen.followed:
        known = {row["droit"]: row["nom"] for name in ("budget", "non_chiffres") for row in seen.rows(name)}
        rights = [known.get(right, right) for right in str(moves["non_suivis"]).split(", ")]
        return words("resume.non_suivi", rights=listed(rights, words))
    said = {
        "winners": moves.figure("gagnants").written(words, "count"),
        "losers": moves.figure("perdants").written(words, "count"),
        "gain": moves.figure("gain_moyen").said(words, "euros"),
        "loss": moves.figure("perte_moyenne").said(words, "euros"),
    }
    if moves["gagnants"] and moves["perdants"]:
        return words("resume.gagnants_perdants", **said)
    if moves["gagnants"]:
        return words("resume.gagnants", **said)
    return words("resume.perdants", **said) if moves["perdants"] else words("resume.personne")


def range_said(several: Sequence[Slice], words: Words) -> str:
    """Say between what several reforms cost: the title of their comparison."""
    known = sorted((one for one in several if one.is_costed), key=lambda one: one.cost[2].value)
    if not known:
        return words("titre.plusieurs_inconnu", number=len(several))
    reach = reach_of(one.cost[2].value for one in known)
    low, high = (one.cost[2].said(words, "euros", reach) for one in (known[0], known[-1]))
    ends = {"first": known[0].name, "last": known[-1].name}
    return words("titre.plusieurs", low=low, high=high, number=len(several), **ends)


def side_by_side(several: Sequence[Slice], words: Words) -> Section:
    """Put reforms beside one another: what each costs, how that was found, who wins, what poverty becomes."""
    take_up = several[0].impact.provenance.take_up
    shown = several[0].take_up
    assumed = [shown, *(name for name in take_up if name != shown)]
    head = [words("colonnes.reforme")]
    head += [_cost_head(name, take_up[name], len(assumed), words) for name in assumed]
    head += [words(f"colonnes.{name}") for name in ("methode", "gagnants", "perdants", "pauvrete")]
    columns = {name: [one.under(take_up=name) for one in several] for name in assumed}
    reaches = {name: reach_of(one.cost[2].value for one in column) for name, column in columns.items()}
    rows = [
        (
            words("parties.numero", rank=rank, title=one.name),
            *(columns[name][rank - 1].cost_written(words, reaches[name]) for name in assumed),
            words(f"methodes.{one.total['calcul']}"),
            *(one.moves_written(side, words) for side in ("gagnants", "perdants")),
            one.poverty_written(words),
        )
        for rank, one in enumerate(several, 1)
    ]
    method = 1 + len(assumed)
    table = Table(words("parties.comparer"), tuple(head), tuple(rows), frozenset({method}))
    reach = reaches[shown]
    size, unit = (1e6, "M€") if reach >= 1e6 else (1e3, "k€")
    drawn = [
        charts.Bar(
            one.name,
            one.cost[2].value / size if one.is_costed else 0.0,
            one.cost[2].error / size if one.is_costed else 0.0,
            one.cost_written(words, reach),
        )
        for one in several
    ]
    svg = charts.bars(drawn, words("cout.axe", unit=unit), axis(words))
    notes = [words("comparer.recours", take_up=words.named("recours_dit", shown, take_up[shown]))]
    if any(one.total["borne"] for one in several):
        notes.append(words("comparer.borne"))
    if not all(one.followed for one in several):
        notes.append(words("comparer.inconnu"))
    chart = Chart(
        "comparer", range_said(several, words), words("cout.image"), svg, table, " ".join(notes), wide=True
    )
    described = tuple(
        words("parties.numero", rank=rank, title=f"{one.name}. {one.description}".rstrip())
        for rank, one in enumerate(several, 1)
    )
    return Section("comparer", words("parties.comparer"), described, charts=(chart,))


def _cost_head(name: str, label: str, count: int, words: Words) -> str:
    if count == 1:
        return words("colonnes.cout")
    return words("colonnes.cout_si", take_up=words.named("recours_court", name, label))
