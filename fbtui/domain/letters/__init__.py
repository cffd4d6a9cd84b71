"""Letters: reply and e-mail, templates, the policy check, and sending e-mail."""
