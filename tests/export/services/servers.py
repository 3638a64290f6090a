"""Servers on loopback that speak what Canvas and Moodle document, and keep what they were sent."""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

TOKEN = "1~secret"
PER_PAGE = 2


class Quiet(BaseHTTPRequestHandler):
    """Answers with JSON."""

    def log_message(self, *_):
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, content, status=200, **headers):
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.leaves()
        self.wfile.write(data)

    def leaves(self):
        """The request is answered by what follows: another one may come from now on."""


class Canvas:
    """A course with one assignment."""

    def __init__(self, students: dict[int, str]) -> None:
        self.submissions = {
            user: {
                "id": 9000 + user,
                "user_id": user,
                "assignment_id": 777,
                "score": None,
                "excused": False,
                "submission_comments": [],
                "user": {"id": user, "name": name, "login_id": f"login{user}"},
            }
            for user, name in students.items()
        }
        self.files: dict[int, tuple[str, bytes]] = {}
        self.grading_type = "points"
        self.requests: list[str] = []
        self.at_once = self.most_at_once = 0
        self.trouble: list[tuple[int, bool]] = []
        """For the next changes: the status, and whether the change is made all the same."""
        self.throttled = 0
        self.remaining = "700.0"
        self.token = TOKEN

    def edit(self, user: int, fields: list[tuple[str, str]]) -> None:
        reported = dict(fields)
        submission = self.submissions[user]
        if "submission[posted_grade]" in reported:
            submission["score"] = float(reported["submission[posted_grade]"])
        if "comment[text_comment]" in reported:
            attached = [int(value) for key, value in fields if key == "comment[file_ids][]"]
            submission["submission_comments"].append(
                {"comment": reported["comment[text_comment]"], "files": attached}
            )


def canvas_handler(canvas: Canvas):  # noqa: C901 - a class made for one server
    class Handler(Quiet):
        def handle_one(self, method):
            self.counts = True
            canvas.at_once += 1
            canvas.most_at_once = max(canvas.most_at_once, canvas.at_once)
            try:
                self.respond(method)
            finally:
                self.leaves()

        def leaves(self):
            canvas.at_once -= self.counts
            self.counts = False

        def do_GET(self):
            self.handle_one("GET")

        def do_PUT(self):
            self.handle_one("PUT")

        def do_POST(self):
            self.handle_one("POST")

        def respond(self, method):
            path, body = urlsplit(self.path), self.body()
            canvas.requests.append(f"{method} {path.path}")
            if path.path == "/upload":
                self.upload(body)
                return
            if self.headers["Authorization"] != f"Bearer {canvas.token}":
                self.answer({"errors": [{"message": "Invalid access token."}]}, 401,
                            WWW_Authenticate='Bearer realm="canvas-lms"')  # fmt: skip
                return
            if canvas.throttled:
                canvas.throttled -= 1
                self.answer("403 Forbidden (Rate Limit Exceeded)", 403)
                return
            place = path.path.removeprefix("/api/v1/courses/12")
            found = re.fullmatch(r"/assignments/777/submissions/(\d+)(/comments/files)?", place)
            query = dict(parse_qsl(path.query))
            if place == "/assignments/777":
                self.tell({"id": 777, "course_id": 12, "name": "HW", "points_possible": 100.0,
                           "grading_type": canvas.grading_type})  # fmt: skip
            elif place == "/assignments/777/submissions":
                self.page(int(query.get("page", 1)))
            elif found and found[2]:
                fields = dict(parse_qsl(body.decode()))
                self.tell({"upload_url": f"http://{self.headers['Host']}/upload",
                           "upload_params": {"key": fields["name"]}})  # fmt: skip
            elif found and method == "GET":
                self.tell(canvas.submissions[int(found[1])])
            elif found:
                self.change(int(found[1]), parse_qsl(body.decode(), keep_blank_values=True))
            else:
                self.answer({"errors": [{"message": "not found"}]}, 404)

        def change(self, user, fields):
            status, done = canvas.trouble.pop(0) if canvas.trouble else (200, True)
            if done:
                canvas.edit(user, fields)
            if status == 200:
                self.tell(canvas.submissions[user])
            else:
                self.answer({"errors": [{"message": "internal"}]}, status)

        def page(self, number):
            every = list(canvas.submissions.values())
            shown = every[(number - 1) * PER_PAGE : number * PER_PAGE]
            here = f"http://{self.headers['Host']}{urlsplit(self.path).path}"
            more = number * PER_PAGE < len(every)
            link = f'<{here}?page={number + 1}>; rel="next"' if more else ""
            self.tell(shown, Link=link)

        def upload(self, body):
            number = 100 + len(canvas.files)
            name = re.search(rb'name="key"\r\n\r\n([^\r]*)', body)[1].decode()
            canvas.files[number] = (name, body)
            self.answer({"id": number, "url": "there"})

        def tell(self, content, **headers):
            self.answer(content, 200, X_Rate_Limit_Remaining=canvas.remaining, **headers)

    return Handler


class Moodle:
    """An assignment with its participants."""

    def __init__(self, students: dict[int, str]) -> None:
        self.people = [
            {"id": 5000 + at, "recordid": participant, "fullname": name, "email": f"m{at}@x.edu"}
            for at, (participant, name) in enumerate(students.items())
        ]
        self.grades: dict[int, str] = {}
        self.comments: dict[int, str] = {}
        self.maximum = 100
        self.trouble: list[str] = []
        self.calls: list[str] = []


def moodle_handler(moodle: Moodle):  # noqa: C901 - a class made for one server
    class Handler(Quiet):
        def do_POST(self):
            fields = dict(parse_qsl(self.body().decode(), keep_blank_values=True))
            function = fields["wsfunction"]
            moodle.calls.append(function)
            if TOKEN in self.path:
                self.answer({"exception": "x", "errorcode": "leaked", "message": "token in url"})
            elif fields.get("wstoken") != TOKEN:
                self.answer({"exception": "moodle_exception", "errorcode": "invalidtoken",
                             "message": "Invalid token - token not found"})  # fmt: skip
            elif function == "mod_assign_save_grades" and moodle.trouble:
                self.fail(moodle.trouble.pop(0))
            else:
                self.answer(getattr(self, function)(fields))

        def fail(self, how):
            if how == "500":
                self.answer("", 500)
            else:
                self.answer({"exception": "x", "errorcode": "gradelocked", "message": how})

        def core_course_get_course_module(self, fields):
            assert fields["cmid"] == "77"
            return {"cm": {"modname": "assign", "instance": 3, "name": "HW",
                           "grade": moodle.maximum}}  # fmt: skip

        def mod_assign_list_participants(self, fields):
            assert fields["assignid"] == "3"
            return moodle.people

        def mod_assign_get_grades(self, fields):
            assert fields["assignmentids[0]"] == "3"
            given = [{"userid": user, "grade": grade, "attemptnumber": 0}
                     for user, grade in moodle.grades.items()]  # fmt: skip
            return {"assignments": [{"assignmentid": 3, "grades": given}] if given else []}

        def mod_assign_save_grades(self, fields):
            user = int(fields["grades[0][userid]"])
            moodle.grades[user] = f"{float(fields['grades[0][grade]']):.5f}"
            key = "grades[0][plugindata][assignfeedbackcomments_editor][text]"
            if key in fields:
                moodle.comments[user] = fields[key]

    return Handler


@contextmanager
def serving(handler):
    """The server's address, as long as it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
