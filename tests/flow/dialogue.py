#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A person at a terminal, for flows.

dialogue.py LOG OUT ERR COMMAND... runs the command with a terminal of its own
that is its controlling one, standard output and error going to the files OUT
and ERR ("-": the terminal), and follows the script on standard input:

  expect TEXT   until TEXT was shown, after what was expected before
  send TEXT     type TEXT and Return
  intr          type Ctrl-C
  run COMMAND   run COMMAND with the shell, to its end; $PID is the process
  until COMMAND repeat COMMAND until it succeeds
  echo on|off   the terminal shows, or does not show, what is typed

DIALOGUE_SIZE=ROWSxCOLUMNS gives the terminal a size.

Ends with the command's own status; 125 when the script could not be followed,
124 when the command did not end.  LOG gets all that was shown.
"""
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time

PATIENCE = 30


class Dialogue:
    def __init__(self, log, out, err, command):
        self.shown = b""
        self.at = 0
        self.log = open(log, "wb")
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            self.become(out, err, command)
        os.environ["PID"] = str(self.pid)

    @staticmethod
    def become(out, err, command):
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        size = os.environ.get("DIALOGUE_SIZE")
        if size:
            termios.tcsetwinsize(0, tuple(int(n) for n in size.split("x")))
        for fd, name in ((1, out), (2, err)):
            if name != "-":
                to = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
                os.dup2(to, fd)
                os.close(to)
        os.execvp(command[0], command)

    def read(self, seconds):
        """False once the terminal is closed."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.log.write(data)
        self.log.flush()
        self.shown += data
        return bool(data)

    def expect(self, text):
        end = time.monotonic() + PATIENCE
        wanted = text.encode()
        while True:
            found = self.shown.find(wanted, self.at)
            if found >= 0:
                self.at = found + len(wanted)
                return
            if time.monotonic() > end or not self.read(0.1):
                self.give_up("expected: " + text)

    def until(self, command):
        end = time.monotonic() + PATIENCE
        while subprocess.call(command, shell=True, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL):
            if time.monotonic() > end:
                self.give_up("never true: " + command)
            self.read(0.05)

    def echo(self, wanted):
        end = time.monotonic() + PATIENCE
        while bool(termios.tcgetattr(self.fd)[3] & termios.ECHO) != wanted:
            if time.monotonic() > end:
                self.give_up("echo is not " + ("on" if wanted else "off"))
            self.read(0.05)

    def step(self, word, rest):
        if word == "expect":
            self.expect(rest)
        elif word == "send":
            os.write(self.fd, rest.encode() + b"\n")
        elif word == "intr":
            os.write(self.fd, b"\x03")
        elif word == "run":
            if subprocess.call(rest, shell=True):
                self.give_up("failed: " + rest)
        elif word == "until":
            self.until(rest)
        elif word == "echo":
            self.echo(rest == "on")
        else:
            self.give_up("no such step: " + word)

    def finish(self):
        end = time.monotonic() + PATIENCE
        more = True
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while more and self.read(0) and select.select(
                        [self.fd], [], [], 0)[0]:
                    pass
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() > end:
                self.kill()
                return 124
            if more:
                more = self.read(0.1)
            else:
                time.sleep(0.02)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def give_up(self, why):
        sys.stderr.write("dialogue: %s\n%s\n"
                         % (why, self.shown.decode(errors="replace")))
        self.kill()
        sys.exit(125)


def main():
    d = Dialogue(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
    for line in sys.stdin.read().splitlines():
        word, _, rest = line.strip().partition(" ")
        if word and not word.startswith("#"):
            d.step(word, rest)
    sys.exit(d.finish())


main()
