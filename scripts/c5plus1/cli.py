"""The command line: one module in `commands/` for each command, imported only when it is used."""

import importlib
import sys

import click

from c5plus1.problems import DataError, UsageProblem, nearest
from c5plus1.version import __version__

# Command name -> (module in c5plus1.commands, the line shown by --help).
COMMANDS = {
    "build": ("build", "Settle the coding sheets into data/*.csv and datapackage.json."),
    "validate": ("validate", "Check sheets, tables and descriptor; say what is wrong and where."),
    "why": ("why", "Who says so? The claims for and against a cell."),
    "cite": ("cite", "Cite the dataset and exactly the sources behind some rows or cells."),
    "info": ("info", "What a table or column means: the codebook on the command line."),
    "diff": ("diff", "What changed between two releases, and which claims changed it."),
    "lock": ("lock", "Record the cells that an analysis used; tell later which of them changed."),
    "codebook": ("codebook", "Write CODEBOOK.md from the schemas and the data."),
    "citation": ("citation", "Write CITATION.cff and its sisters from data/about.yaml."),
    "release": ("release", "Check everything, stamp a version and build what is published."),
    "fingerprint": ("fingerprint", "Print the evidence line for a span of words."),
    "verify": ("verify", "Check a report that you have at hand against the claims of its sheet."),
    "reuse": ("reuse", "Which reports of the dataset does a text repeat, word for word?"),
    "fetch": ("fetch", "Get the cited pages, politely, into a cache."),
    "notebooks": ("notebooks", "Run the worked analyses; with --check, refuse if a stored result is stale."),
    "new": ("new", "Start a coding sheet from the annotated template."),
    "draft": ("draft", "Draft a coding sheet from a saved report; rules propose, a person decides."),
    "check": ("check", "Check single coding sheets at once; works as a pre-commit hook."),
    "format": ("format", "Rewrite coding sheets in the canonical order and style."),
    "score": ("score", "Compare drafts with the coded sheets: precision, recall, misses."),
    "exports": ("exports", "Write the package as SQLite, Parquet, Excel and a release archive."),
    "explore": ("explore", "Browse the package in a web browser on this machine."),
    "wheel": ("wheel", "Build the installable wheel, with the data inside."),
    "site": ("site", "Write the package as one web page that needs no server."),
}


class LazyGroup(click.Group):
    """Lists commands without importing them, so that `--help` and quick commands stay quick."""

    def list_commands(self, ctx):
        return list(COMMANDS)

    def get_command(self, ctx, name):
        if name not in COMMANDS:
            return None
        return importlib.import_module(f"c5plus1.commands.{COMMANDS[name][0]}").command

    def resolve_command(self, ctx, args):
        if args and args[0] not in COMMANDS:
            raise click.UsageError(f"no command {args[0]!r}{nearest(args[0], COMMANDS)}; see c5plus1 --help", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx, formatter):
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="c5plus1")
def group():
    """The C5+1 Record: build, check and question the dataset.

    Exit codes: 0 fine, 1 the data fall short, 2 wrong use.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; errors meant for people end in a message and an exit code, not a traceback."""
    try:
        # Without standalone mode click hands back the code of a command that ended by Exit, instead of raising it.
        code = group.main(args=arguments, prog_name="c5plus1", standalone_mode=False)
        if isinstance(code, int) and code:
            sys.exit(code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except click.Abort:
        click.echo("interrupted; nothing was half-written", err=True)
        sys.exit(130)
    except DataError as short:
        click.echo(str(short), err=True)
        sys.exit(1)
    except UsageProblem as wrong:
        click.echo(f"Error: {wrong}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # The reader (head, less) has gone; python would complain again while closing standard output.
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        click.echo("interrupted; nothing was half-written", err=True)
        sys.exit(130)
    except OSError as error:
        # What no command expects: a folder without read rights, a full disk behind standard output, too long a name.
        place = error.filename or "the output"
        click.echo(f"Error: {str(place)[:200]}: {error.strerror or error}", err=True)
        sys.exit(2)
