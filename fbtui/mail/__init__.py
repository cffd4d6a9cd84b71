"""The way out by e-mail: the message as it leaves, and the mail server that takes it."""
