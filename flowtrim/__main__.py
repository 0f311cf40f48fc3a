"""The entry point: answers ``--version`` before anything is imported, and hands the rest to the CLI."""

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from flowtrim._version import __version__

        sys.stdout.write(f"flowtrim {__version__}\n")
        return
    import gc

    # Nothing of what an import makes is garbage; looking for some costs a tenth of a cold start.
    gc.set_threshold(50_000, 20, 20)
    from flowtrim.cli import front, run

    code = run(front, sys.argv[1:])
    # Nor need the interpreter search everything for garbage once more on its way out: another tenth.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
