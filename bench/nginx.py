"""An nginx of its own that serves one file: the most that this machine can do with these bytes."""

import os
import pwd
import subprocess
import tempfile
import time
from pathlib import Path

from bench.site import fetched
from bench.system import program

_CONFIGURATION = """
{user}
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
daemon off;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=100;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ application/vnd.mapbox-vector-tile mvt; }}
    server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""
_READY_WITHIN_S = 10.0


class Nginx:
    """Serves `tile.mvt`. Close it, or it stays.

    Raises:
        EngineAbsent: there is no nginx.
    """

    path = "/tile.mvt"

    def __init__(self, content: bytes, port: int) -> None:
        binary = program("nginx", "nginx-light")
        self._temporary = tempfile.TemporaryDirectory(prefix="kmzb-bench-nginx-")
        folder = Path(self._temporary.name)
        folder.chmod(0o755)
        (folder / "files").mkdir()
        (folder / "files" / "tile.mvt").write_bytes(content)
        # As root, nginx gives its workers to another user, by default one of Debian's.
        user = f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""
        configuration = folder / "nginx.conf"
        configuration.write_text(_CONFIGURATION.format(folder=folder, port=port, user=user))
        self.address = f"http://127.0.0.1:{port}"
        command = [binary, "-c", str(configuration), "-p", str(folder), "-e", f"{folder}/error.log"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN_S
        while time.monotonic() < deadline:
            try:
                fetched(self.address + self.path)
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("nginx did not answer")

    def close(self) -> None:
        """Stop it and delete its folder."""
        self._process.terminate()
        self._process.wait(10)
        self._temporary.cleanup()
