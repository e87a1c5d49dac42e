"""Benchmarks: what the service costs, beside a peer on the same bytes in the same run. `python -m bench --help`."""
