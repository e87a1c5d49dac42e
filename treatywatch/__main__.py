from __future__ import annotations

from treatywatch.cli.main import program


def main() -> None:
    """Run the command line, and leave with its exit code."""
    program(prog_name="treatywatch")


if __name__ == "__main__":
    main()
