"""The jobs of suppliers: what time alone does to certifications, and the letters that tell of it."""

from collections.abc import Mapping
from typing import Final

from flask import current_app

from config import Config
from marketplace.gateways.mail import mailer
from marketplace.jobs.tasks import now, task
from marketplace.kernel.days import day_of
from marketplace.suppliers.queries.letters import find_letter
from marketplace.transaction import transaction
from marketplace.workflows import expire_suppliers

_LETTERS: Final[Mapping[str, tuple[str, str]]] = {
    "zh": (
        "{supplier}：供应商认定还有 {days} 天到期",
        (
            "{name}，您好：\n\n"
            "“{supplier}”的供应商认定有效期至 {last_on}，还有 {days} 天。到期后不能接收新订单，已有订单可继续履行。\n"
            "请尽早提交新一轮认定申请：{url}\n"
        ),
    ),
    "en": (
        "{supplier}: certified through {last_on}",
        (
            "Dear {name},\n\n"
            "The certification of {supplier} holds through {last_on} (days left: {days}). After that it takes no new "
            "orders; running ones may be finished.\nPlease apply for certification again in good time: {url}\n"
        ),
    ),
}
"""Subject and text by language."""


@task("expire_suppliers", cron="5 16 * * *")
def expire() -> None:
    """Expire, resume and remind, at five past midnight in Beijing."""
    with transaction():
        expire_suppliers.run(now())


@task(expire_suppliers.TASK)
def remind(*, qualification_id: int, user_id: int) -> None:
    """Send one reminder to one person, in the person's language."""
    letter = find_letter(qualification_id=qualification_id, user_id=user_id, today=day_of(now()))
    if letter is None:
        return
    config: Config = current_app.config["BANGFU"]
    facts = {
        "name": letter.name,
        "supplier": letter.supplier_name,
        "days": letter.days_left,
        "last_on": letter.last_on.isoformat(),
        "url": config.public_url,
    }
    subject, text = (part.format_map(facts) for part in _LETTERS[letter.language])
    subject = " ".join(subject.split())  # a name may hold line breaks, a subject may not
    mailer(config.mail_url, folder=config.instance_path / "mail").send(to=letter.email, subject=subject, text=text)
