"""Keep of an SBOM what is the same on every machine: no addresses, no paths."""

import json
import sys
from pathlib import Path

_LOCAL = ("externalReferences", "properties")
"""Links of projects to their pages, and where and how this machine installed them."""


def main() -> int:
    """Write standard input to the file that is named."""
    told = json.load(sys.stdin)
    head = told["metadata"]
    tools = head.get("tools", {}).get("components", [])
    for each in [head.get("component", {}), *tools, *told["components"]]:
        for name in _LOCAL:
            each.pop(name, None)
    Path(sys.argv[1]).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{sys.argv[1]}: {len(told['components'])} components.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
