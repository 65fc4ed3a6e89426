"""Say in a sentence what pip-audit found: its report comes on standard input."""

import json
import sys


def main() -> int:
    """1 if a hole is known; 0 also if the list of holes could not be reached."""
    try:
        packages = json.load(sys.stdin)["dependencies"]
    except (ValueError, KeyError):
        packages = []
    looked = [each for each in packages if "skip_reason" not in each]
    if not looked:
        sys.stdout.write(
            "Not audited: the public list of known holes cannot be reached from here; "
            "run `make audit` where it can.\n"
        )
        return 0
    holes = [(each, hole) for each in looked for hole in each["vulns"]]
    for each, hole in holes:
        fixed = ", ".join(hole["fix_versions"]) or "none yet"
        sys.stdout.write(
            f"{each['name']} {each['version']}: {hole['id']}; fixed in {fixed}\n"
        )
    known = (
        f"{len(looked)} of {len(packages)} packages audited, {len(holes)} known holes"
    )
    sys.stdout.write(f"{known}.\n")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
