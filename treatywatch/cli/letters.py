from __future__ import annotations

from email import message_from_bytes
from email.policy import default


def parts(content: bytes) -> dict[str, str]:
    """The texts of a mail, as `html` and `txt`."""
    message = message_from_bytes(content, policy=default)
    bodies = {"html": message.get_body(("html",)), "txt": message.get_body(("plain",))}
    return {suffix: body.get_content().replace("\r\n", "\n") if body else "" for suffix, body in bodies.items()}
