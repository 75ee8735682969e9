"""All writes of the offer: imports, the demonstration, downloads, what places and residents say. `at` is the instant
of the command (aware).
"""

from prevenance.offer.operations.answering import NotThere, confirm, correct, opened, undo_change, undo_check
from prevenance.offer.operations.checking import FileCheck, Recognised, check_agenda, check_file
from prevenance.offer.operations.closing import announce, take_back
from prevenance.offer.operations.downloading import download
from prevenance.offer.operations.drafts import PlaceDraft, Reader, ServiceDraft, sign_up
from prevenance.offer.operations.flags import flag, settle
from prevenance.offer.operations.importing import ImportReport, import_file, import_folder, load_demo, remove_source
from prevenance.offer.operations.joining import DecisionRefused, JoinReport, decide, join, undo_decision
from prevenance.offer.operations.outreach_drafts import OutreachDraft, OutreachReader, sign_up_outreaches
from prevenance.offer.operations.outreaches import import_outreaches, remove_outreaches
from prevenance.offer.operations.rounds import Letter, NoSuchRound, RoundIsOver, make_letters, open_round, revoke

__all__ = [
    "DecisionRefused",
    "FileCheck",
    "ImportReport",
    "JoinReport",
    "Letter",
    "NoSuchRound",
    "NotThere",
    "OutreachDraft",
    "OutreachReader",
    "PlaceDraft",
    "Reader",
    "Recognised",
    "RoundIsOver",
    "ServiceDraft",
    "announce",
    "check_agenda",
    "check_file",
    "confirm",
    "correct",
    "decide",
    "download",
    "flag",
    "import_file",
    "import_folder",
    "import_outreaches",
    "join",
    "load_demo",
    "make_letters",
    "open_round",
    "opened",
    "remove_outreaches",
    "remove_source",
    "revoke",
    "settle",
    "sign_up",
    "sign_up_outreaches",
    "take_back",
    "undo_change",
    "undo_check",
    "undo_decision",
]
