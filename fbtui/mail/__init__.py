"""Send e-mail: build the message, and hand it to the mail server."""
