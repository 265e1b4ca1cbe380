"""The settings of the API: environment variables, checked once at start. ``docs/operator.md`` lists them."""

import os
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from openfisca_lyon.api.passwords import PATTERN

PREFIX = "OPENFISCA_LYON_"


class SettingsError(ValueError):
    """An environment variable cannot be understood; the message names it, never its value."""


def _origin(text: str) -> str:
    """Accept an origin as browsers send it: scheme, host and port, nothing after."""
    scheme, mark, host = text.partition("://")
    if scheme not in {"http", "https"} or not mark or not host or set(host) & set("/?# *"):
        raise ValueError("origin")
    return text


def _contact(text: str) -> str:
    """Accept a mail address or a page where people can write."""
    if text and not re.fullmatch(r"mailto:[^\s@?&<>\"]+@[^\s@?&<>\"]+|https://[^\s<>\"]+", text):
        raise ValueError("contact")
    return text


def _listed(value: Any) -> Any:
    return [one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else value


def _account(text: str) -> str:
    """Accept a name and the hash of a password, as ``openfisca-lyon staff-account`` writes them."""
    name, _, known = text.partition(":")
    if not 0 < len(name) <= 60 or not PATTERN.fullmatch(known):
        raise ValueError("account")
    return text


def _provider(text: str) -> str:
    """Accept the address of a provider: HTTPS, or this machine."""
    local = ("http://127.0.0.1", "http://localhost", "http://[::1]")
    if text and not text.startswith(("https://", *local)):
        raise ValueError("provider")
    return text


Origin = Annotated[str, AfterValidator(_origin)]
Account = Annotated[str, AfterValidator(_account)]
Pair = Annotated[str, Field(pattern=r"^\w[\w:/.-]*=.+$")]


class Settings(BaseModel):
    """What an operator may change. Each field is the variable ``OPENFISCA_LYON_<FIELD>``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_body: Annotated[
        int,
        Field(
            ge=1024,
            le=64 * 1024 * 1024,
            description="Taille maximale d'une demande, en octets ; au-delà, 413",
        ),
    ] = 1024 * 1024
    max_situations: Annotated[
        int, Field(ge=1, le=10_000, description="Nombre maximal de situations dans une demande")
    ] = 100
    stream_above: Annotated[
        int,
        Field(
            ge=0, description="Au-delà de ce nombre de situations, la réponse est en NDJSON, une par ligne"
        ),
    ] = 20
    request_seconds: Annotated[
        float, Field(gt=0, le=3600, description="Temps d'un calcul, attente comprise ; au-delà, 503")
    ] = 60
    computations: Annotated[
        int, Field(ge=1, le=64, description="Calculs menés en même temps ; les autres attendent leur tour")
    ] = 2
    cache_seconds: Annotated[
        int,
        Field(ge=0, le=86_400, description="Durée de cache de ce qui ne dépend de personne, en secondes"),
    ] = 300
    cors: Annotated[
        tuple[Origin, ...],
        BeforeValidator(_listed),
        Field(
            description="Origines admises par CORS, séparées par des virgules (`https://portail.example.org`)"
        ),
    ] = ()
    cors_compatible: Annotated[
        bool, Field(description="Ouvrir à toute origine les routes compatibles avec OpenFisca")
    ] = False
    proxies: Annotated[
        int,
        Field(
            ge=0,
            le=5,
            description="Nombre de mandataires de confiance qui écrivent les en-têtes X-Forwarded-*",
        ),
    ] = 0

    rate: Annotated[
        int,
        Field(
            ge=0,
            le=100_000,
            description="Calculs par minute et par adresse, dans chaque processus ; au-delà, 429 ; 0 : sans limite",
        ),
    ] = 0
    workers: Annotated[
        int, Field(ge=1, le=64, description="Processus, un par cœur de calcul ; les règles y sont partagées")
    ] = 1
    threads: Annotated[
        int, Field(ge=1, le=256, description="Demandes tenues en même temps par processus")
    ] = 8
    grace_seconds: Annotated[
        float, Field(ge=0, le=3600, description="À l'arrêt, temps laissé aux demandes commencées")
    ] = 90
    warm: Annotated[
        bool, Field(description="Calculer un foyer au démarrage : la première demande n'attend rien")
    ] = True
    metrics: Annotated[bool, Field(description="Servir `/metrics` (Prometheus), sans rien de personnel")] = (
        True
    )

    publisher: Annotated[
        str, Field(max_length=120, description="Organisme qui tient ce site et répond de ses données")
    ] = ""
    contact: Annotated[
        str,
        AfterValidator(_contact),
        Field(description="Où écrire au sujet du site : `mailto:…` ou `https://…`"),
    ] = ""
    population: Annotated[
        str,
        Field(
            description="Fichier Parquet de la population à offrir dans l'atelier ; vide : l'extrait livré, seul"
        ),
    ] = ""
    runs: Annotated[
        int,
        Field(
            ge=1,
            le=100,
            description="Calculs sur la population demandés à la fois ; un seul avance, au-delà, 429",
        ),
    ] = 8
    run_seconds: Annotated[
        float,
        Field(gt=0, le=86_400, description="Temps d'un calcul sur la population ; au-delà, il est arrêté"),
    ] = 1800
    run_minutes_kept: Annotated[
        float,
        Field(
            gt=0, le=10_080, description="Durée de garde d'un résultat, en minutes ; il est ensuite effacé"
        ),
    ] = 60
    law_minutes_kept: Annotated[
        float,
        Field(
            ge=0,
            le=10_080,
            description="Durée de garde en mémoire des règles en vigueur calculées sur la population, après le dernier calcul, en minutes ; 0 : refaites à chaque calcul",
        ),
    ] = 15
    runs_folder: Annotated[
        str,
        Field(
            description="Dossier privé des calculs, commun aux processus ; vide : un dossier temporaire, effacé à l'arrêt"
        ),
    ] = ""

    visit_key: Annotated[
        SecretStr,
        Field(
            description="Clé qui scelle les visites des pages ; vide : tirée au démarrage, un redémarrage les oublie"
        ),
    ] = SecretStr("")

    database: Annotated[
        SecretStr,
        Field(
            description="Base des codes de passage, adresse SQLAlchemy (`postgresql+psycopg://…`) ; vide : une base SQLite qui part avec le service"
        ),
    ] = SecretStr("")
    handover_keys: Annotated[
        SecretStr,
        Field(
            description="Clés des codes de passage, séparées par des virgules : la première scelle, toutes ouvrent ; vide : la clé des visites"
        ),
    ] = SecretStr("")
    handover_minutes: Annotated[
        int, Field(ge=1, le=60, description="Durée d'un code de passage, en minutes")
    ] = 10
    staff_accounts: Annotated[
        tuple[Account, ...],
        BeforeValidator(_listed),
        Field(
            description="Comptes locaux des agents, écrits par `openfisca-lyon staff-account`, séparés par des virgules"
        ),
    ] = ()
    staff_minutes: Annotated[
        int,
        Field(
            ge=5, le=600, description="Une session d'agent finit après ce temps sans rien faire, en minutes"
        ),
    ] = 60
    oidc_url: Annotated[
        str,
        AfterValidator(_provider),
        Field(description="Adresse du fournisseur OpenID Connect des agents (ProConnect, Keycloak…)"),
    ] = ""
    oidc_client_id: Annotated[str, Field(description="Identifiant de ce service chez le fournisseur")] = ""
    oidc_client_secret: Annotated[
        SecretStr, Field(description="Secret de ce service chez le fournisseur")
    ] = SecretStr("")
    oidc_scopes: Annotated[str, Field(description="Portées demandées au fournisseur")] = "openid email"
    oidc_name: Annotated[str, Field(description="Nom du fournisseur, sur le bouton")] = "ProConnect"
    oidc_domains: Annotated[
        tuple[str, ...],
        BeforeValidator(_listed),
        Field(description="Domaines des adresses admises, séparés par des virgules ; `*` : tous"),
    ] = ()
    oidc_claims: Annotated[
        tuple[Pair, ...],
        BeforeValidator(_listed),
        Field(
            validate_default=True,
            description="Attributs exigés, `nom=valeur` séparés par des virgules ; deux valeurs d'un même nom : l'une ou l'autre",
        ),
    ] = ()

    @field_validator("oidc_claims")
    @classmethod
    def _restricted(cls, claims: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """Refuse a provider without client, or that would let in everyone it knows unless that is said."""
        given = info.data
        if given.get("oidc_url") and not (
            given.get("oidc_client_id") and (given.get("oidc_domains") or claims)
        ):
            raise ValueError("oidc")
        return claims

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings.

        Raises:
            SettingsError: a variable cannot be understood.
        """
        given = os.environ if environment is None else environment
        found = {
            name: given[variable_of(name)] for name in cls.model_fields if given.get(variable_of(name), "")
        }
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            names = sorted({variable_of(str(one["loc"][0])) for one in error.errors(include_input=False)})
            raise SettingsError(f"Réglage à corriger : {', '.join(names)} (docs/operator.md).") from None


def variable_of(field: str) -> str:
    """Return the environment variable of a setting.

    >>> variable_of("max_body")
    'OPENFISCA_LYON_MAX_BODY'
    """
    return f"{PREFIX}{field.upper()}"
