"""Réduction d'impôt Duflot, Pinel et Denormandie outre-mer, revenus de 2019.

Même faute qu'en métropole (``duflot_pinel_denormandie_metropole``) : OpenFisca-France 176.1.8 donne à chaque
foyer fiscal la réduction de tous ceux qui sont calculés avec lui.
"""

from openfisca_core.model_api import Variable, max_, min_, round_


class duflot_pinel_denormandie_om(Variable):
    def formula_2019_01_01(foyer_fiscal, period, parameters):
        immobilier = parameters(period).impot_revenu.calcul_reductions_impots.investissements_immobiliers
        regime = immobilier.duflot_pinel_denormandie
        reste = regime.plafond
        reduction = 0
        for case in ("f7ql_2019", "f7qp_2021", "f7qu_2021", "f7qq", "f7nd_2022"):
            depense = foyer_fiscal(case, period)
            retenue = min_(max_(0, reste), depense)
            reduction = reduction + round_(regime.location_9_ans.taux_om * retenue / 9)
            reste = reste - depense
        for case in ("f7qk_2019", "f7qo_2020", "f7qt_2021", "f7qy", "f7nc_2022"):
            depense = foyer_fiscal(case, period)
            retenue = min_(max_(0, reste), depense)
            reduction = reduction + round_(regime.location_6_ans.taux_om * retenue / 6)
            reste = reste - depense
        reports = sum(
            foyer_fiscal(case, period)
            for case in (
                "f7ci_2019",
                "f7di_2022",
                "f7fk",
                "f7dz",
                "f7ez",
                "f7fr",
                "f7sz_2021",
                "f7tz",
                "f7fv",
                "f7rc",
                "f7rd",
                "f7fw",
                "f7rg",
                "f7rh",
                "f7fx",
            )
        )
        return reduction + reports
