"""`python -m cli` is the command `landschap`, also where no command was installed."""

from cli.app import main

if __name__ == "__main__":
    main()
