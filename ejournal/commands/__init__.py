"""The commands of the operator, one module each: `register(subparsers)` adds the command of its name."""
