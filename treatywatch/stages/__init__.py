"""Single stages of the service, tried on files, lines and addresses: what `inspect` and `explain` run."""
