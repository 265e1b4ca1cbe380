"""Le logement où vit la personne, celui qu'elle cherche, et ce qu'elle n'arrive pas à payer."""

from datetime import date

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import ETERNITY, MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Menage
from openfisca_france.model.base import TypesStatutOccupationLogement

from openfisca_lyon.variables.communs.questions import poser, question

poser(
    "statut_occupation_logement",
    "Êtes-vous locataire, propriétaire, hébergé ou sans logement ?",
    aide="Un logement HLM, un logement vide, un meublé et un foyer ne donnent pas les mêmes droits.",
)

poser(
    "loyer",
    "Quel est votre loyer par mois, sans les charges ?",
    aide="Avant l'aide au logement. Pour un achat, la mensualité du prêt.",
    domaine=(0, 400, 700, 1000, 1500),
)

poser("charges_locatives", "Combien payez-vous de charges par mois, en plus du loyer ?", domaine=(0, 80, 150))
poser("coloc", "Vivez-vous en colocation ?", aide="Plusieurs locataires, sans être en couple.")
poser(
    "logement_chambre", "Louez-vous une simple chambre ?", aide="Une chambre chez quelqu'un, ou sans cuisine."
)
poser(
    "proprietaire_proche_famille",
    "Votre propriétaire est-il votre parent, votre grand-parent ou votre enfant ?",
    aide="Comptez aussi ceux de la personne avec qui vous vivez.",
)


class sans_abri(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "N'a pas de domicile stable"

    def formula(menage, period):
        statut = menage("statut_occupation_logement", period)
        return statut == TypesStatutOccupationLogement.sans_domicile


class logement_stable(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Est propriétaire, ou locataire hors foyer"

    def formula(menage, period):
        statut = menage("statut_occupation_logement", period)
        return (
            (statut == TypesStatutOccupationLogement.primo_accedant)
            + (statut == TypesStatutOccupationLogement.proprietaire)
            + (statut == TypesStatutOccupationLogement.locataire_hlm)
            + (statut == TypesStatutOccupationLogement.locataire_vide)
            + (statut == TypesStatutOccupationLogement.locataire_meuble)
        )


@question(
    "Dans quelle commune voulez-vous acheter un logement ?",
    aide="Si vous ne dites rien, le calcul prend la commune où vous habitez.",
    domaine=("69123", "69029"),
)
class commune_achat(Variable):
    value_type = str
    max_length = 5
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Code Insee de la commune du logement que le ménage veut acheter"

    def formula(menage, period):
        return menage("depcom", period)


@question(
    "À quelle date avez-vous déposé votre demande de logement social ?",
    aide="La date de la première demande est écrite sur l'attestation, avec le numéro unique.",
    domaine=(-1, 12, 36),
    age=(16, 130),
)
class date_demande_logement_social(Variable):
    value_type = date
    default_value = date(9999, 12, 31)  # aucune demande
    entity = Famille
    definition_period = ETERNITY
    label = "Date de la demande de logement social, renouvelée chaque année depuis"


class EntreeLogement(Enum):
    __order__ = "aucune parc_social parc_prive residence_sociale"
    aucune = "Aucune entrée dans un logement loué"
    parc_social = "Un logement d'un bailleur social (HLM)"
    parc_prive = "Un logement d'un propriétaire privé"
    residence_sociale = "Une résidence sociale ou un foyer"


@question(
    "Allez-vous louer un logement dans la Métropole, ou venez-vous d'en louer un ?",
    aide="Comptez un bail à signer, ou signé depuis un mois au plus.",
    age=(16, 130),
)
class entree_logement(Variable):
    value_type = Enum
    possible_values = EntreeLogement
    default_value = EntreeLogement.aucune
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Logement de la Métropole loué bientôt, ou depuis un mois au plus"


@question("Combien devez-vous à votre propriétaire, en loyers et charges impayés ?", domaine=(0, 1, 1000))
class dette_loyer(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Dette de loyer et de charges locatives"


@question("Combien devez-vous pour l'électricité ou le gaz, en factures impayées ?", domaine=(0, 1, 500))
class dette_energie(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Factures d'électricité ou de gaz impayées"


@question("Combien devez-vous pour l'eau, en factures impayées ?", domaine=(0, 1, 500))
class dette_eau(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Factures d'eau impayées"


@question(
    "À quelle date avez-vous signé votre bail, ou l'avez-vous renouvelé ?",
    aide="La dernière de ces dates.",
    domaine=(-1, 1, 6, 18, 30, 40, 72),
)
class date_signature_bail(Variable):
    value_type = date
    default_value = date(9999, 12, 31)  # pas de bail
    entity = Menage
    definition_period = ETERNITY
    label = "Date de signature ou de dernier renouvellement du bail"


@question(
    "Votre bail est-il un bail d'habitation ordinaire ?",
    aide=(
        "Bail vide, meublé ou mobilité. Répondez non pour un logement conventionné par l'Anah, un loyer de la "
        "loi de 1948, une location de vacances ou une sous-location."
    ),
)
class bail_ordinaire(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Bail ordinaire : ni convention Anah, ni loi de 1948, ni meublé de tourisme, ni sous-location"


@question("Quelle est la surface habitable de votre logement, en mètres carrés ?", domaine=(0, 20, 45, 70))
class surface_habitable(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Surface habitable du logement, en mètres carrés"
    unit = "m²"


@question(
    "Combien votre logement a-t-il de pièces ?",
    aide="Sans la cuisine, la salle de bains ni les toilettes.",
    domaine=(0, 1, 2, 3, 4),
)
class nombre_pieces(Variable):
    value_type = int
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Nombre de pièces principales du logement"


@question(
    "Quel complément de loyer est écrit dans votre bail, par mois ?",
    aide="Répondez 0 s'il n'y en a pas.",
    domaine=(0, 50),
)
class complement_loyer(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Complément de loyer mensuel écrit dans le bail"


@question(
    "Êtes-vous menacé d'expulsion de votre logement ?",
    aide="Par exemple, un jugement ou un commandement de quitter les lieux.",
)
class menace_expulsion(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Menacé d'expulsion, sans relogement"


@question(
    "Vivez-vous dans un centre d'hébergement, un foyer d'insertion ou un logement de transition ?",
    aide="Un hôtel payé par un service social et une résidence hôtelière à vocation sociale comptent aussi.",
)
class heberge_structure(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Hébergé dans une structure, ou logé pour un temps dans un logement de transition"


@question(
    "Votre logement est-il dangereux, insalubre ou impropre à l'habitation ?",
    aide="Par exemple une cave, un garage, un logement sous arrêté de péril.",
)
class logement_insalubre(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Logement impropre à l'habitation, insalubre ou dangereux"


@question(
    "Votre logement est-il non décent ?",
    aide="Par exemple sans chauffage, sans eau chaude, ou avec une installation électrique risquée.",
)
class logement_non_decent(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Logement qui ne répond pas aux règles de la décence"


@question(
    "Votre demande de logement social est-elle restée sans aucune proposition adaptée ?",
    age=(18, 130),
)
class logement_social_sans_proposition(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aucune proposition adaptée n'a répondu à la demande de logement social"


@question(
    "Avez-vous demandé un hébergement sans recevoir de proposition adaptée ?",
    aide="Par exemple en appelant le 115, ou avec un travailleur social.",
    age=(16, 130),
)
class hebergement_sans_proposition(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aucune proposition adaptée n'a répondu à la demande d'hébergement"


@question(
    "Sans domicile stable, vivez-vous dans un squat ou un bidonville ?",
    aide="Un lieu occupé sans l'accord du propriétaire, ou des abris sur un terrain.",
)
class vit_squat_ou_bidonville(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Vit dans un squat ou un bidonville"


@question(
    "Avez-vous un lien avec la commune où vous voulez une adresse ?",
    aide="Y séjourner, y travailler, y être suivi, y avoir de la famille ou un enfant à l'école.",
)
class lien_commune_domiciliation(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A un lien avec la commune où il demande une adresse"
