"""Names and addresses of French places brought to comparable words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_ARTICLES = {
    "de", "la", "le", "les", "du", "des", "d", "l", "et", "en", "a", "au", "aux", "sur", "sous", "pour", "par",
    "the", "dit",
}  # fmt: skip
_LEGAL = {
    "selarl", "selas", "selasu", "sarl", "sas", "sasu", "sel", "scp", "snc", "eurl", "sci", "asso", "association",
    "m", "mme", "mr", "mlle",
}  # fmt: skip

# Abbreviations met in the public files, word by word.
_NAME_WORDS = {
    "phie": "pharmacie", "pharm": "pharmacie", "pharmacies": "pharmacie", "ctre": "centre", "cent": "centre",
    "ctr": "centre", "cab": "cabinet", "med": "medical", "hosp": "hospitalier", "hop": "hopital", "clin": "clinique",
    "st": "saint", "ste": "sainte", "sts": "saints", "mediat": "mediatheque", "biblio": "mediatheque",
    "dr": "docteur", "labo": "laboratoire", "lbm": "laboratoire", "laboratoires": "laboratoire", "asso": "association",
    "dept": "departement", "mun": "municipal", "com": "communal", "commu": "communal", "inf": "infirmier",
    "infirmiers": "infirmier", "infirmiere": "infirmier", "dent": "dentaire", "gal": "general", "mal": "marechal",
    "mais": "maison", "ms": "maison", "numeriques": "numerique", "services": "service",
    "num": "numerique", "soc": "social", "sociale": "social", "sociaux": "social", "psy": "psychologique",
    "ville": "mairie", "commune": "mairie", "municipalite": "mairie", "bibliotheque": "mediatheque",
    "polyclinique": "clinique", "bus": "itinerant", "camion": "itinerant", "mobile": "itinerant", "csc": "centresocial",
    "bibliobus": "itinerant", "socioculturel": "social culturel", "mediath": "mediatheque",
}  # fmt: skip

# Phrases that one short word stands for; the longest first.
_PHRASES = [
    (re.compile(rf"\b{phrase}\b"), short)
    for phrase, short in (
        ("centre communal (d )?action social", "ccas"),
        ("centre intercommunal (d )?action social", "cias"),
        ("centre hospitalier regional( et)? universitaire", "chu"),
        ("centre hospitalier universitaire", "chu"),
        ("centre hospitalier regional", "chr"),
        ("centre hospitalier", "ch"),
        ("centre medico psychologique", "cmp"),
        ("etablissement public (de )?sante mentale", "epsm"),
        ("maison (des )?jeunes( et)?( de)?( la)? culture", "mjc"),
        ("maison (de )?service (au )?public", "franceservice"),
        ("(maison|espace|point|mfs) france service", "franceservice"),
        ("france service", "franceservice"),
        ("msap", "franceservice"),
        ("mfs", "franceservice"),
        ("caisse primaire (d )?assurance maladie", "cpam"),
        ("caisse (d )?allocations familiales", "caf"),
        ("mission local", "missionlocale"),
        ("mission locale", "missionlocale"),
        ("pole emploi", "franceemploi"),
        ("france travail", "franceemploi"),
        ("centre (socio|social)( et)?( culturel)?", "centresocial"),
        ("centre culturel( et)? social", "centresocial"),
        ("maison (departementale )?(des )?solidarites?", "mds"),
        ("protection maternelle( et)? infantile", "pmi"),
        ("hotel (de )?mairie", "mairie"),
        ("cyber ?base|cyber ?centre|cyber ?espace|cyber ?point", "cyberbase"),
        ("espace public numerique|espace numerique|point numerique|epn|accompagnement numerique", "epn"),
        ("point( d)? accueil numerique", "epn"),
        ("(centre de )?vaccination", "vaccination"),
        ("hopital (de )?jour|hop jour", "hj"),
        ("centre (de )?planification", "cpef"),
        ("communaute (de )?communes?", "interco"),
        ("communaute (d )?agglomeration", "interco"),
        ("conseil departemental|departement", "departement"),
        ("conseil general", "departement"),
        ("sous prefecture", "prefecture"),
    )
]

# What a name says the place is. Two different roles at one address are two places.
ROLES = {
    "vaccination", "itinerant", "cpef", "had", "cattp", "hj", "ssr", "cpam",
    "mairie", "ccas", "cias", "ch", "chu", "chr", "hopital", "clinique", "pharmacie", "laboratoire", "cmp", "epsm",
    "mjc", "franceservice", "caf", "missionlocale", "franceemploi", "centresocial", "mds", "pmi",
    "mediatheque", "cyberbase", "epn", "interco", "departement", "prefecture", "ehpad", "csapa",
    "caarud", "cegidd", "cabinet", "infirmier", "dentaire", "sagefemme", "college", "lycee", "ecole", "poste",
    "residence", "emmaus", "maternite", "hospitalisation", "msa", "carsat", "region", "cite", "fablab", "foyer",
    "crous", "universite", "ludotheque",
}  # fmt: skip
KIND_ROLES = {"town_hall": "mairie", "pharmacy": "pharmacie", "laboratory": "laboratoire"}

_STREET_WORDS = {
    "r": "rue", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard",
    "boul": "boulevard", "pl": "place", "plc": "place", "imp": "impasse", "che": "chemin", "chem": "chemin",
    "ch": "chemin", "rte": "route", "sq": "square", "all": "allee", "fg": "faubourg", "fbg": "faubourg",
    "st": "saint", "ste": "sainte", "gal": "general", "gl": "general", "mal": "marechal", "dr": "docteur",
    "pdt": "president", "res": "residence", "zi": "zone", "crs": "cours", "qu": "quai", "lot": "lotissement",
    "pr": "professeur", "cdt": "commandant", "col": "colonel", "cap": "capitaine", "lt": "lieutenant",
}  # fmt: skip
_STREET_NOISE = {
    "rue", "avenue", "boulevard", "place", "impasse", "chemin", "route", "square", "allee", "faubourg", "cours",
    "quai", "bis", "ter", "bp", "cs", "cedex",
}  # fmt: skip
_BOX = re.compile(r"\b(bp|cs|tsa)\s*n?o?\s*\d+|\bcedex( \d+)?\b")
_TOWN = re.compile(r"(?<=\D)\b\d{5}\b.*$")  # postal code and what follows, when a street comes before
_NUMBER = re.compile(r"^\D{0,12}?(\d{1,4})\b")


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """Lower case letters and digits, without accents, one space between words."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).lower()))


def name_words(name: str) -> tuple[str, ...]:
    """The words that tell, in their order: abbreviations expanded, phrases shortened, articles left out."""
    text = " ".join(_NAME_WORDS.get(word, word) for word in folded(name).split())
    for phrase, short in _PHRASES:
        text = phrase.sub(short, text)
    kept = [word for word in text.split() if word not in _ARTICLES and word not in _LEGAL]
    return tuple(dict.fromkeys(kept)) or tuple(text.split())


def role(words: tuple[str, ...], kind: str) -> str:
    """What the place is by its name, or by its kind when the name does not say; empty when neither says.

    What moves from town to town, or vaccinates inside a hospital, is not the body that sends or houses it.
    """
    if kind == "vaccination_centre":
        return "vaccination"
    if "itinerant" in words:
        return "itinerant"
    return next((word for word in words if word in ROLES), KIND_ROLES.get(kind, ""))


def street(address: str) -> tuple[str, str]:
    """(number, words of the street that tell), both possibly empty."""
    text = _TOWN.sub("", folded(address))
    text = _BOX.sub(" ", text)
    number = _NUMBER.search(text)
    words = [_STREET_WORDS.get(word, word) for word in text.split()]
    kept = [w for w in words if w not in _ARTICLES and not w.isdigit() and len(w) > 1]
    told = [w for w in kept if w not in _STREET_NOISE] or kept
    return (number.group(1).lstrip("0") if number else "", " ".join(told))


def domain(website: str) -> str:
    """`www.Example.fr/page` → `example.fr`; what comes after the host says too little, or too much."""
    host = re.sub(r"^[a-z]+://", "", website.strip().lower()).split("/")[0].split(":")[0]
    return host.removeprefix("www.")
