"""What bench/outbox.py compares the outbox with: programs that it starts and kills.

    python -m bench.outbox_peers bare MANY                 # smtplib and urllib alone, turn by turn
    PEER=django-mailer python -m bench.outbox_peers put MANY | send | unlock

`unlock` is what an operator does after a kill, so that the peer starts again: the file that locks it goes.
"""

from __future__ import annotations

import json
import os
import shutil
import smtplib
import sys
import urllib.request
from email.message import EmailMessage
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ.get("PEER_FOLDER", "."))
TEXT = "Un atelier près de chez vous, jeudi à 14 h."


def bare(many: int) -> None:
    host, port = os.environ["PREVENANCE_SMTP_HOST"], int(os.environ["PREVENANCE_SMTP_PORT"])
    url, body = os.environ["PREVENANCE_SMS_URL"], os.environ["PREVENANCE_SMS_BODY"]
    with smtplib.SMTP(host, port) as server:
        for number in range(many):
            if number % 2:
                mail = EmailMessage()
                mail["From"], mail["To"], mail["Subject"] = "a@exemple.test", f"n{number}@exemple.test", "Un message"
                mail["Message-ID"] = f"<{number}@exemple.test>"
                mail.set_content(TEXT)
                server.send_message(mail)
            else:
                data = body.replace("{to}", f"+33639{number:06d}").replace("{text}", TEXT).encode()
                headers = {"Content-Type": "application/json", "Idempotency-Key": str(number)}
                asked = urllib.request.Request(url.replace("{key}", str(number)), data, headers, method="POST")
                with urllib.request.urlopen(asked) as answer:
                    json.load(answer)


def ready(name: str) -> Any:
    """Django with this peer, on SQLite as a site of ours has it."""
    import django
    from django.conf import settings

    from prevenance.site import database

    app = {"django-mailer": "mailer", "django-post-office": "post_office"}[name]
    backend = {"mailer": "mailer.backend.DbBackend", "post_office": "post_office.EmailBackend"}[app]
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", app],
        DATABASES={"default": database.configured("", FOLDER)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        EMAIL_BACKEND=backend,
        EMAIL_HOST=os.environ["PREVENANCE_SMTP_HOST"],
        EMAIL_PORT=int(os.environ["PREVENANCE_SMTP_PORT"]),
        MAILER_LOCK_PATH=str(FOLDER / "mailer"),
        MAILER_MESSAGES_BATCH_SIZE=None,
        USE_TZ=True,
    )
    django.setup()
    return app


def main() -> None:
    if sys.argv[1] == "bare":
        return bare(int(sys.argv[2]))
    app = ready(os.environ["PEER"])
    from django.core.mail import send_mail
    from django.core.management import call_command

    lock = FOLDER / "post_office"
    if sys.argv[1] == "put":
        call_command("migrate", verbosity=0)
        for number in range(int(sys.argv[2])):
            send_mail("Un message", TEXT, "a@exemple.test", [f"n{number}@exemple.test"])
    elif sys.argv[1] == "unlock":
        for left in FOLDER.iterdir():
            if left.name.startswith(("mailer", "post_office")):
                shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
    elif app == "mailer":
        call_command("send_mail")
    else:
        call_command("send_queued_mail", lockfile=str(lock))
    return None


if __name__ == "__main__":
    main()
