"""`python -m reportlens` is the command line too."""

from reportlens.cli import main

if __name__ == "__main__":
    main()
