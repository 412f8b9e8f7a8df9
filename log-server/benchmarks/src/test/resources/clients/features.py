"""Shows feature by feature what works with a server, as go-shared/features.go does."""
import threading
import traceback

VALUES = ["one", "two", "three" * 100]


class Missing(Exception):
    """The client has no such feature."""


def missing():
    raise Missing()


def same(expected, actual):
    if expected != actual:
        raise AssertionError(f"expected {expected}, but it is {actual}")


def show(features):
    for name, shows in features:
        problem = [AssertionError("nothing for 30 s")]

        def run():
            try:
                shows()
                problem[0] = None
            except BaseException as e:  # whatever it is, it is the answer
                problem[0] = e

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(30)
        if problem[0] is None:
            print(name, "works", flush=True)
        elif isinstance(problem[0], Missing):
            print(name, "missing", flush=True)
        else:
            text = "".join(traceback.format_exception_only(problem[0]))
            print(name, "failed", " ".join(text.split()), flush=True)
