"""Réduction d'impôt Duflot, Pinel et Denormandie en métropole, revenus de 2019.

OpenFisca-France 176.1.8 (``impot_revenu/reductions_impot_plafonnees.py``, formule de 2019) additionne la
réduction de tous les foyers fiscaux calculés ensemble et la donne à chacun : l'impôt de 2019 d'un ménage
sans investissement baisse si son voisin a investi. Les autres années sont justes.
"""

from openfisca_core.model_api import Variable, max_, min_, round_


class duflot_pinel_denormandie_metropole(Variable):
    def formula_2019_01_01(foyer_fiscal, period, parameters):
        immobilier = parameters(period).impot_revenu.calcul_reductions_impots.investissements_immobiliers
        regime = immobilier.duflot_pinel_denormandie
        # Le plafond est commun : ce qui est investi outre-mer passe d'abord.
        reste = regime.plafond - sum(
            foyer_fiscal(case, period)
            for case in (
                "f7ql_2019",
                "f7qp_2021",
                "f7qu_2021",
                "f7qq",
                "f7nd_2022",
                "f7qk_2019",
                "f7qo_2020",
                "f7qt_2021",
                "f7qy",
                "f7nc_2022",
            )
        )
        reduction = 0
        for case in ("f7qj_2019", "f7qn_2020", "f7qs_2021", "f7qx", "f7nb_2022"):
            depense = foyer_fiscal(case, period)
            retenue = min_(max_(0, reste), depense)
            reduction = reduction + round_(regime.location_9_ans.taux_metro * retenue / 9)
            reste = reste - depense
        for case in ("f7qi_2019", "f7qm_2020", "f7qr_2021", "f7qw", "f7na_2022"):
            depense = foyer_fiscal(case, period)
            retenue = min_(max_(0, reste), depense)
            reduction = reduction + round_(regime.location_6_ans.taux_metro * retenue / 6)
            reste = reste - depense
        reports = sum(
            foyer_fiscal(case, period)
            for case in (
                "f7fi",
                "f7ai_2019",
                "f7bi_2022",
                "f7fk",
                "f7bz_2020",
                "f7cz",
                "f7fr",
                "f7qz",
                "f7rz",
                "f7fv",
                "f7ra",
                "f7rb",
                "f7fw",
                "f7re",
                "f7rf",
                "f7fx",
            )
        )
        return reduction + reports
