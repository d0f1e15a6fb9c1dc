"""Notices: what people are told, in the house and by mail, and the dated duties they are told about.

Rooms use `actions.notify`, `actions.send_mail_once`, `actions.upsert_deadline` and `actions.settle_deadline`; the words
of their mails they register in `mail_texts.py`. docs/clock-and-mail.md shows each.
"""
