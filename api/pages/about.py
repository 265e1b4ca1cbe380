"""What a site of an administration owes to those who use it: what becomes of what they say, how it computes, who can
use it, where to go, and how to say that it is wrong without saying anything of oneself."""

from importlib.metadata import version
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from openfisca_lyon.api.pages.rendering import html
from openfisca_lyon.api.pages.texts import CHOICE, FRENCH, month, text, texts
from openfisca_lyon.api.pages.visits import SECONDS
from openfisca_lyon.api.protection import versions
from openfisca_lyon.api.requests import settings
from openfisca_lyon.catalogue import Entry, catalogue
from openfisca_lyon.catalogue.entries import Contact
from openfisca_lyon.today import this_month

about = Blueprint("about", __name__)

PAGES = {
    "lieux": "/lieux",
    "signaler": "/signaler",
    "donnees": "/donnees-personnelles",
    "calcul": "/comment-ca-calcule",
    "accessibilite": "/accessibilite",
}
"""The addresses of these pages, by the name of their texts."""
MAIL = "mailto:"


@about.app_context_processor
def _pages() -> dict[str, dict[str, str]]:
    return {"about_pages": PAGES}


def parts(page: str) -> list[str]:
    """Return the names of the parts of a page, in the order of its French text."""
    prefix = f"infos.{page}.partie."
    found = (key.removeprefix(prefix).partition(".")[0] for key in texts(FRENCH) if key.startswith(prefix))
    return list(dict.fromkeys(found))


@about.get(PAGES["donnees"])
def data() -> Response:
    """Say what becomes of what people write."""
    return _page("donnees", heures=SECONDS // 3600, minutes=settings().handover_minutes)


@about.get(PAGES["calcul"])
def computation() -> Response:
    """Say how it computes: what the code of relations between the public and the administration asks (L311-3-1)."""
    return _page("calcul", droits=len(catalogue()), **_versions())


@about.get(PAGES["accessibilite"])
def accessibility() -> Response:
    """Say who can use the site, what was checked and how."""
    return _page("accessibilite")


@about.get(PAGES["lieux"])
def places() -> Response:
    """Say where to go, by place: what the catalogue knows of addresses and telephones."""
    return _page("lieux", places=_places())


@about.get(PAGES["signaler"])
def report() -> Response:
    """Give a text to send to those who keep the site: the right, the month, the versions, and nothing of a person."""
    entry = catalogue().get(request.args.get("droit", ""))
    said = text(
        "infos.signaler.modele",
        FRENCH,
        droit=f"{entry.nom} ({entry.id})" if entry else "",
        **_versions(FRENCH),
    )
    contact = settings().contact
    subject = text("infos.signaler.objet", FRENCH, droit=entry.nom if entry else "")
    link = f"{contact}?subject={quote(subject)}&body={quote(said)}" if contact.startswith(MAIL) else contact
    # Nothing that was typed in the address is repeated: a right is named by the catalogue.
    kept = {"droit": entry.id} if entry else {}
    return _page(
        "signaler",
        said=said,
        link=link,
        chosen=entry,
        entries=_by_name(),
        in_language=lambda code: f"?{urlencode({**kept, CHOICE: code})}",
    )


def _page(page: str, **values: Any) -> Response:
    shared: dict[str, Any] = {
        "page": page,
        "parts": parts(page),
        "publisher": settings().publisher,
        "contact": settings().contact,
    }
    return html(
        f"about/{page if page in ('lieux', 'signaler') else 'page'}.html", values=values, **shared, **values
    )


def _versions(language: str | None = None) -> dict[str, str]:
    headers = versions()
    return {
        "version": headers["OpenFisca-Lyon-Version"],
        "france": headers["OpenFisca-France-Version"],
        "coeur": version("openfisca-core"),
        "mois": month(this_month(), language),
    }


def _by_name() -> list[Entry]:
    return sorted(catalogue().values(), key=lambda entry: entry.nom.casefold())


def _places() -> list[tuple[Contact, list[Entry]]]:
    """Return the places with an address or a telephone, each with the rights asked there."""
    found: dict[tuple[str, str], tuple[Contact, list[Entry]]] = {}
    for entry in _by_name():
        for place in entry.demarche.ou if entry.demarche else ():
            if place.adresse or place.telephone:
                found.setdefault((place.adresse, place.telephone), (place, []))[1].append(entry)
    return sorted(found.values(), key=lambda one: one[0].nom.casefold())
