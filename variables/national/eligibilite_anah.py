"""La catégorie de ressources de l'Anah : très modeste, modeste, intermédiaire ou supérieure.

OpenFisca-France 176.1.8 (``prestations/anah/eligibilite_anah.py``) garde en dur les plafonds de 2017 pour
toutes les années, et ne connaît ni les ménages intermédiaires ni les supérieurs : en 2025, une personne
seule à 17 000 € y est « modeste » alors qu'elle est très modeste.
"""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import YEAR, Variable, max_, round_, select, where
from openfisca_france.entities import FoyerFiscal, Menage

FRANCE_RENOV = "https://france-renov.gouv.fr/bareme"


class CategorieAnah(Enum):
    __order__ = "a_verifier modestes tres_modeste intermediaires superieures"
    a_verifier = "À vérifier"
    modestes = "Ressources modestes"
    tres_modeste = "Ressources très modestes"
    intermediaires = "Ressources intermédiaires"
    superieures = "Ressources supérieures"


def plafond(categorie, personnes):
    """Return the ceiling of a category for households of these sizes."""
    cinq = select(
        [personnes <= 1, personnes == 2, personnes == 3, personnes == 4],
        [
            categorie.une_personne,
            categorie.deux_personnes,
            categorie.trois_personnes,
            categorie.quatre_personnes,
        ],
        default=categorie.cinq_personnes,
    )
    return cinq + max_(personnes - 5, 0) * categorie.personne_supplementaire


def plafond_du_lieu(francilien, personnes, en_ile_de_france, ailleurs):
    """Return the ceiling of a category where each household lives."""
    return where(francilien, plafond(en_ile_de_france, personnes), plafond(ailleurs, personnes))


class eligibilite_anah_revenu(Variable):
    value_type = float
    entity = Menage
    definition_period = YEAR
    label = "Revenus fiscaux de référence des personnes du logement, deux ans avant"
    reference = FRANCE_RENOV
    documentation = "Dès que l'avis de l'année est reçu, l'Anah prend les revenus de l'année précédente."

    def formula(menage, period):
        rfr = menage.members.foyer_fiscal("rfr", period.n_2)
        return round_(menage.sum(rfr, role=FoyerFiscal.DECLARANT_PRINCIPAL))


class eligibilite_anah(Variable):
    value_type = Enum
    possible_values = CategorieAnah
    default_value = CategorieAnah.a_verifier
    entity = Menage
    definition_period = YEAR
    label = "Catégorie de ressources de l'Anah"
    reference = FRANCE_RENOV
    documentation = (
        "« À vérifier » les années dont les plafonds n'ont pas été trouvés en entier. Avant 2024, seuls les "
        "deux premiers plafonds sont connus ; en Île-de-France, seules les années 2017 et 2025 et suivantes."
    )

    def formula_2025(menage, period, parameters):
        anah = parameters(period).communs.anah
        francilien = menage("residence_ile_de_france", period.first_month)
        personnes = menage.nb_persons()
        revenu = menage("eligibilite_anah_revenu", period)
        return select(
            [
                revenu
                <= plafond_du_lieu(
                    francilien, personnes, anah.ile_de_france.tres_modestes, anah.tres_modestes
                ),
                revenu <= plafond_du_lieu(francilien, personnes, anah.ile_de_france.modestes, anah.modestes),
                revenu
                <= plafond_du_lieu(
                    francilien, personnes, anah.ile_de_france.intermediaires, anah.intermediaires
                ),
            ],
            [CategorieAnah.tres_modeste, CategorieAnah.modestes, CategorieAnah.intermediaires],
            default=CategorieAnah.superieures,
        )

    def formula_2024(menage, period, parameters):
        anah = parameters(period).communs.anah
        personnes = menage.nb_persons()
        revenu = menage("eligibilite_anah_revenu", period)
        return select(
            [
                menage("residence_ile_de_france", period.first_month),
                revenu <= plafond(anah.tres_modestes, personnes),
                revenu <= plafond(anah.modestes, personnes),
                revenu <= plafond(anah.intermediaires, personnes),
            ],
            [
                CategorieAnah.a_verifier,
                CategorieAnah.tres_modeste,
                CategorieAnah.modestes,
                CategorieAnah.intermediaires,
            ],
            default=CategorieAnah.superieures,
        )

    def formula_2017(menage, period, parameters):
        anah = parameters(period).communs.anah
        francilien = menage("residence_ile_de_france", period.first_month)
        connu = where(francilien, anah.ile_de_france.plafonds_complets, anah.plafonds_complets)
        personnes = menage.nb_persons()
        revenu = menage("eligibilite_anah_revenu", period)
        tres_modestes = plafond_du_lieu(
            francilien, personnes, anah.ile_de_france.tres_modestes, anah.tres_modestes
        )
        modestes = plafond_du_lieu(francilien, personnes, anah.ile_de_france.modestes, anah.modestes)
        return select(
            [connu * (revenu <= tres_modestes), connu * (revenu <= modestes)],
            [CategorieAnah.tres_modeste, CategorieAnah.modestes],
            default=CategorieAnah.a_verifier,
        )

    def formula(menage, period):
        return menage.filled_array(CategorieAnah.a_verifier)
