"""The jobs of accounts: send letters, forget old answers."""

from flask import current_app

from config import Config
from marketplace.accounts.service import letters, requests
from marketplace.gateways.mail import mailer
from marketplace.jobs.tasks import now, task
from marketplace.transaction import transaction


@task(letters.TASK)
def send_letter(*, sealed: str) -> None:
    """Send a letter; a mail server that does not answer is tried again."""
    config: Config = current_app.config["BANGFU"]
    mailer(config.mail_url, folder=config.instance_path / "mail").send(**letters.open_letter(sealed))


@task("forget_answers", cron="20 18 * * *")
def forget_answers() -> None:
    """Forget what was answered to repeated requests a week ago, at twenty past two in Beijing."""
    with transaction():
        requests.forget_old(now=now())
