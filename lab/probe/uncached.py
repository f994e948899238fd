"""Rewrites an archive of `docker save` so that Docker has none of its layers: each gets one more small file, and so another digest.

Arguments: repository for the new names, then the images' names as they were saved; they get the tags 0, 1, ... in the order of the arguments.
Standard input: the archive, in any order. Standard output: the new one, in the form that every Docker version loads: manifest.json,
configurations, layers.
"""

import hashlib
import io
import json
import os
import sys
import tarfile
import tempfile

repository, *images = sys.argv[1:]
mark = os.urandom(16).hex().encode()


def with_mark(layer, out):
    """Copies a layer with one more file; returns its digest and size."""
    with tarfile.open(fileobj=layer) as source, tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as target:
        for member in source:
            target.addfile(member, source.extractfile(member) if member.isreg() else None)
        extra = tarfile.TarInfo("usr/.lab-mark")
        extra.size = len(mark)
        target.addfile(extra, io.BytesIO(mark))
    size = out.tell()
    out.seek(0)
    digest = hashlib.sha256()
    while chunk := out.read(1 << 20):
        digest.update(chunk)
    out.seek(0)
    return f"sha256:{digest.hexdigest()}", size


def add(target, name, content, size):
    entry = tarfile.TarInfo(name)
    entry.size = size
    target.addfile(entry, content)


with tempfile.TemporaryFile() as spool:
    while chunk := sys.stdin.buffer.read(1 << 20):
        spool.write(chunk)
    spool.seek(0)
    with tarfile.open(fileobj=spool) as source, tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as target:
        manifest = json.load(source.extractfile("manifest.json"))
        digests, written = {}, []
        for image in manifest:
            for path in image["Layers"]:
                if path in digests:
                    continue
                with tempfile.TemporaryFile() as out:
                    digests[path], size = with_mark(source.extractfile(path), out)
                    add(target, f"{digests[path][7:]}.tar", out, size)
            config = json.load(source.extractfile(image["Config"]))
            config["rootfs"]["diff_ids"] = [digests[path] for path in image["Layers"]]
            text = json.dumps(config).encode()
            name = f"{hashlib.sha256(text).hexdigest()}.json"
            add(target, name, io.BytesIO(text), len(text))
            layers = [f"{digests[path][7:]}.tar" for path in image["Layers"]]
            tags = [f"{repository}:{images.index(tag)}" for tag in image["RepoTags"]]
            written.append({"Config": name, "RepoTags": tags, "Layers": layers})
        text = json.dumps(written).encode()
        add(target, "manifest.json", io.BytesIO(text), len(text))
