"""`c5plus1 explore`: the package in a browser on this machine."""

import click

from c5plus1.commands.options import root_option


@click.command("explore")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Port on 127.0.0.1.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser as well.")
@root_option
def command(port, open_browser, root):
    """Browse tables, claims and links in a web browser on this machine (Datasette); stop with Ctrl-C.

    Read-only, and reachable from this machine alone.
    """
    from c5plus1.publishing.explorer.serve import explore

    def announce(address: str) -> None:
        click.echo(f"The C5+1 Record is at {address} (stop with Ctrl-C)")
        if open_browser:
            import webbrowser

            if not webbrowser.open(address):
                click.echo("No browser could be opened from here; open that address yourself.", err=True)

    explore(root, port, announce)
