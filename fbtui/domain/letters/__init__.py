"""Letters: reply and e-mail, templates, the policy check, and how e-mails are sent."""
