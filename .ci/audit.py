"""Say in a sentence what pip-audit found: what it writes comes on standard input."""

import json
import re
import sys

UNREACHED = (
    "Not audited: the public list of known holes cannot be reached from here; "
    "run `make audit` where it can."
)
AWAY = re.compile(
    r"connect|resol|timed? ?out|max retries|fetch|network|dns", re.IGNORECASE
)


def main() -> int:
    """1 if a hole is known or pip-audit failed; 0 also if no list could be reached."""
    lines = [line.strip() for line in sys.stdin if line.strip()]
    packages = report(lines)
    if packages is None:
        away = any(map(AWAY.search, lines))
        failed = f"Not audited: pip-audit itself failed: {(lines or ['no word'])[-1]}"
        sys.stdout.write(f"{UNREACHED if away else failed}\n")
        return 0 if away else 1
    looked = [each for each in packages if "skip_reason" not in each]
    if not looked:
        sys.stdout.write(f"{UNREACHED}\n")
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


def report(lines):
    """The packages of the report among the lines; None if there is no report."""
    for line in lines:
        try:
            return json.loads(line)["dependencies"]
        except (ValueError, KeyError, TypeError):
            continue
    return None


if __name__ == "__main__":
    sys.exit(main())
