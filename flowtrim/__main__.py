"""The entry point: answers ``--version`` before anything is imported, and hands the rest to the CLI."""

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from flowtrim._version import __version__

        try:
            print(f"flowtrim {__version__}", flush=True)  # noqa: T201 - the one answer given before there is a CLI
        except OSError:
            pass  # the command line below says what is wrong with the output
        else:
            return
    import gc

    # Nothing of what an import makes is garbage; looking for some costs a tenth of a cold start.
    gc.set_threshold(200_000, 20, 20)
    from flowtrim.cli import front, run

    code = run(front, sys.argv[1:])
    # Nor need the interpreter search everything for garbage once more on its way out: another tenth.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
