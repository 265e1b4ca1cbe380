"""Which question to ask first: the one whose answer is likely to bring most."""

from collections.abc import Iterable

from openfisca_lyon.rights.report import Question, RightReport

PER_MONTH = {"mois": 1.0, "an": 1 / 12, "fois": 1 / 12, "jour": 30.0, "heure": 1.0}
UNPRICED = 15.0  # euros a month: what a right without amount is weighed as, about the price of a reduced pass
MOST = 600.0  # a larger amount does not make a question more urgent: large amounts are ceilings
FEW = 1 / 20
"""What the weight of a question is multiplied by, where nearly everyone would answer « non »."""
CONCERNS_FEW = frozenset(
    [
        "aah_percu",
        "aah_restriction_substantielle_durable_acces_emploi",
        "acfp_percu",
        "actp_percu",
        "aeeh_niveau_handicap",
        "aeeh_percue",
        "affection_longue_duree",
        "aide_menagere_percu",
        "aide_totale_presence_constante",
        "allocation_simple_percu",
        "ancien_combattant",
        "apa_percu",
        "ash_personne_agee_percu",
        "ash_personne_handicapee_percu",
        "asi_percu",
        "asile_demandeur",
        "aspa_refusee",
        "atteint_sla",
        "caisse_alimentation_percu",
        "chien_assistance_labellise",
        "cmi_invalidite_percu",
        "cmi_priorite_percu",
        "cmi_stationnement_percu",
        "communication_avec_aide_humaine",
        "confie_ase_avant_majorite",
        "deficience_visuelle",
        "deplacements_accompagnes",
        "difficultes_durables",
        "dispositif_scolaire_adapte",
        "enceinte",
        "enfant_confie_ase",
        "etablissement_handicap_avant_60_ans",
        "fauteuil_roulant",
        "gir",
        "handicap",
        "incapacite_80_reconnue_avant_65_ans",
        "inapte_travail",
        "invalidite_3e_categorie",
        "lien_demandeur_ash",
        "lieu_de_vie",
        "mobilite_pedestre_reduite",
        "mtp_percu",
        "mutile_guerre_ou_travail",
        "nb_actes_difficulte_absolue",
        "nb_actes_difficulte_grave",
        "nb_activites_difficulte_absolue",
        "nb_activites_difficulte_grave",
        "obligation_quitter_territoire",
        "orientation_mdmph_hebergement",
        "pch_percu",
        "pensions_invalidite",
        "projet_collectif",
        "projet_ecologique_ou_social",
        "reconnu_travailleur_handicape",
        "sorti_detention",
        "sous_contrat_jeune_majeur",
        "station_debout_penible",
        "surdite_severe",
        "taux_incapacite",
        "temps_aide_proche",
        "transports_en_commun_impossibles",
        "veuf_ancien_combattant",
        "vit_squat_ou_bidonville",
    ]
)


def in_order(rights: Iterable[RightReport]) -> tuple[Question, ...]:
    """Return the questions that still matter, the most useful first, each with the rights that wait for it.

    A question weighs what each right that waits for it may bring, shared among all the answers that this right
    waits for: one answer out of four does not settle it.
    """
    asked: dict[str, Question] = {}
    waiting: dict[str, list[str]] = {}
    weights: dict[str, float] = {}
    for right in rights:
        for question in right.manque:
            asked.setdefault(question.champ, question)
            ids = waiting.setdefault(question.champ, [])
            if right.id not in ids:
                ids.append(right.id)
                rare = FEW if question.variable in CONCERNS_FEW else 1.0
                weights[question.champ] = weights.get(question.champ, 0.0) + rare * worth(right) / len(
                    right.manque
                )
    fields = sorted(asked, key=lambda champ: (-weights[champ], champ))
    return tuple(asked[champ].model_copy(update={"droits": tuple(waiting[champ])}) for champ in fields)


def worth(right: RightReport) -> float:
    """Return about what a right brings each month, at most, in euros."""
    money = right.montant
    if money is None or money.unite != "EUR" or money.nature in ("prix", "plafond", "repere"):
        return UNPRICED
    return min(max(money.maximum * PER_MONTH[money.par], UNPRICED), MOST)
