"""All writes of the offer: imports, the demonstration, downloads. `at` is the instant of the command (aware)."""

from prevenance.offer.operations.downloading import download
from prevenance.offer.operations.drafts import PlaceDraft, Reader, ServiceDraft, sign_up
from prevenance.offer.operations.importing import ImportReport, import_file, import_folder, load_demo, remove_source
from prevenance.offer.operations.joining import DecisionRefused, JoinReport, decide, join, undo_decision

__all__ = [
    "DecisionRefused",
    "ImportReport",
    "JoinReport",
    "PlaceDraft",
    "Reader",
    "ServiceDraft",
    "decide",
    "download",
    "import_file",
    "import_folder",
    "join",
    "load_demo",
    "remove_source",
    "sign_up",
    "undo_decision",
]
