"""`python -m exportconv` is the command."""

from exportconv.cli import main

if __name__ == "__main__":
    main()
