import json
from io import StringIO

import pytest

from foundation.commands import DONE, REFUSED, ContractCommand, WrongUsage, existing_path
from foundation.errors import Refused


class Echo(ContractCommand):
    def add_options(self, parser):
        parser.add_argument("--times", type=int, default=1)
        parser.add_argument("--file", type=existing_path)

    def run(self, *, times, **options):
        if times == 0:
            raise WrongUsage("--times phải lớn hơn 0.")
        if times > 5:
            raise Refused("Quá nhiều lần.")
        self.say("đang làm")
        return (DONE if times < 3 else REFUSED), {"times": times, "chữ": "ố"}

    def show(self, document):
        self.stdout.write(f"{document['times']} lần")


def run(*argv):
    """Exit status, standard output and standard error of `Echo` typed with `argv`."""
    out, err = StringIO(), StringIO()
    command = Echo(stdout=out, stderr=err, no_color=True)
    command._called_from_command_line = True
    try:
        command.run_from_argv(["manage.py", "echo", "--skip-checks", *argv])
    except SystemExit as exit_:
        return exit_.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_json_stands_alone_on_standard_output():
    status, out, err = run("--format", "json")
    assert (status, json.loads(out)) == (0, {"times": 1, "chữ": "ố"})
    assert "đang làm" in err


def test_people_get_text_by_default():
    assert run("--times", "2")[:2] == (0, "2 lần\n")


def test_a_refusal_has_status_1_and_its_document():
    status, out, _ = run("--format", "json", "--times", "4")
    assert (status, json.loads(out)["times"]) == (1, 4)


def test_a_refusal_of_a_service_says_why():
    status, out, _ = run("--format", "json", "--times", "9")
    assert (status, json.loads(out)) == (1, {"refused": "Quá nhiều lần."})


@pytest.mark.parametrize(
    "argv", [["--times", "x"], ["--unknown"], ["--format", "xml"], ["--times", "0"], ["--file", "/no/such"]]
)
def test_wrong_usage_has_status_2(argv, capsys):
    status, out, _ = run(*argv)
    assert (status, out) == (2, "")
