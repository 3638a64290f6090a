"""An LMS that speaks LTI 1.3 on loopback: lti1p3platform checks keys, tokens and scopes, and we
keep what it is sent.
"""

from __future__ import annotations

import json
import re
from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from jwcrypto.jwk import JWK
from lti1p3platform.exceptions import LineItemNotFoundException
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.membership import Context
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request
from lti1p3platform.response import Response
from lti1p3platform.score import UpdateScoreStatus
from lti1p3platform.service_connector import AssignmentsGradesService, NamesRoleProvisioningService

from tests.export.services.servers import Quiet

CLIENT = "10000000000007"
PER_PAGE = 2
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
TEACHER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"


@cache
def own_key() -> JWK:
    """The platform's own."""
    return JWK.generate(kty="RSA", size=2048)


class Registered(LTI1P3PlatformConfAbstract):
    """The tool as the LMS has it registered."""

    def init_platform_config(self, *, keys=None, **_):
        own = own_key()
        self._registration = (
            Registration()
            .set_iss("https://lms.example.edu")
            .set_client_id(CLIENT)
            .set_platform_public_key(own.export_to_pem().decode())
            .set_platform_private_key(own.export_to_pem(private_key=True, password=None).decode())
            .set_tool_key_set(keys)
        )

    def get_registration_by_params(self, **_):
        return self._registration


class Platform:
    """A course with its members, line items and results."""

    def __init__(self, members: list[dict], keys: dict) -> None:
        self.config = Registered(keys=keys)
        self.members = members
        self.items: dict[str, dict] = {}
        self.results: dict[tuple[str, str], dict] = {}
        self.scores: list[dict] = []
        """All that was posted and taken, in order."""
        self.trouble: list[tuple[int, bool]] = []
        """For the next scores: the status, and whether it is taken all the same."""
        self.requests: list[str] = []
        self.shows_comments = True
        self.shows_pending = True
        self.elsewhere = ""
        """Where the second page of members is, if not here."""
        self.forget_tokens = 0
        self.timestamps: dict[tuple[str, str], str] = {}

    def add(self, title: str, maximum: float = 100) -> str:
        number = str(11 + len(self.items))
        self.items[number] = {"label": title, "scoreMaximum": maximum}
        return number

    def take(self, number: str, score: dict) -> UpdateScoreStatus:
        key = (number, score["userId"])
        assert score["activityProgress"] in (
            *("Initialized", "Started", "InProgress", "Submitted", "Completed"),
        )
        assert re.fullmatch(r"[-0-9]+T[:0-9]+\.[0-9]{3,6}(Z|\+00:00)", score["timestamp"])
        if self.timestamps.get(key, "") >= score["timestamp"]:
            return UpdateScoreStatus.OLD_TIMESTAMP
        self.timestamps[key] = score["timestamp"]
        self.scores.append(score)
        final = score["gradingProgress"] == "FullyGraded"
        if "scoreGiven" not in score:
            self.results.pop(key, None)
        elif final or self.shows_pending:
            self.results[key] = {
                "userId": score["userId"],
                "resultScore": score["scoreGiven"],
                "resultMaximum": score["scoreMaximum"],
                "comment": score.get("comment") if self.shows_comments else None,
            }
        return UpdateScoreStatus.SUCCESS


class Asked(Request):
    """A request as lti1p3platform wants it."""

    def build_metadata(self, request):
        return request


def lti_handler(platform: Platform):  # noqa: C901 - a class made for one server
    class Grades(AssignmentsGradesService):
        def __init__(self, request, base):
            super().__init__(request, platform.config, f"{base}/items")
            self.base = base

        def find_lineitems(self, page=1, **_):
            every = [self.described(number) for number in platform.items]
            return paged(every, int(page))

        def find_lineitem(self, line_item_id):
            if line_item_id not in platform.items:
                raise LineItemNotFoundException
            return self.described(line_item_id)

        def create_lineitem(self, creation_data):
            number = platform.add(creation_data["label"], creation_data["scoreMaximum"])
            platform.items[number]["tag"] = creation_data["tag"]
            return self.described(number)

        def described(self, number):
            return {"id": f"{self.base}/items/{number}/item?type_id=2", **platform.items[number]}

        def update_lineitem(self, update_data):
            raise NotImplementedError

        def delete_lineitem(self, line_item_id):
            raise NotImplementedError

        def update_score(self, line_item_id, score):
            if line_item_id not in platform.items:
                raise LineItemNotFoundException
            return platform.take(line_item_id, score)

        def get_results(self, line_item_id, page=1, **_):
            found = [one for (item, _), one in platform.results.items() if item == line_item_id]
            return paged(found, int(page))

    class Members(NamesRoleProvisioningService):
        def get_context_by_id(self):
            return Context("12", "DL", "Deep Learning")

        def get_member_data_page(self, page=1, **_):
            return paged(platform.members, int(page))

    class Handler(Quiet):
        def do_GET(self):  # noqa: N802 - the server's name
            self.respond("GET")

        def do_POST(self):  # noqa: N802 - likewise
            self.respond("POST")

        def respond(self, method):
            place, body = urlsplit(self.path), self.body()
            base = f"http://{self.headers['Host']}"
            platform.requests.append(f"{method} {place.path}")
            if place.path == "/token":
                self.token(dict(parse_qsl(body.decode())))
                return
            if platform.forget_tokens:
                platform.forget_tokens -= 1
                self.answer({"error": "expired"}, 401)
                return
            query = dict(parse_qsl(place.query))
            request = Asked(
                {
                    "method": method,
                    "form_data": {},
                    "get_data": {key: value for key, value in query.items() if key == "page"},
                    "headers": self.headers,
                    "content_type": self.headers.get("Content-Type"),
                    "path": place.path,
                    "json": json.loads(body) if body else None,
                }
            )
            grades = Grades(request, base)
            found = re.fullmatch(r"/items/(\d+)/item/(scores|results)", place.path)
            if place.path == "/members":
                members = Members(request, platform.config, f"{base}/members")
                self.tell(members.handle_resp(members.handle_get_members), base, query)
            elif place.path == "/items":
                ask = grades.handle_get_lineitems if method == "GET" else None
                self.tell(grades.handle_resp(ask or grades.handle_create_lineitem), base, query)
            elif found and found[2] == "scores":
                self.score(grades, found[1], base)
            elif found:
                asked = grades.handle_resp(grades.handle_get_results, line_item_id=found[1])
                self.tell(asked, base, query)
            else:
                self.answer({}, 404)

        def score(self, grades, number, base):
            assert self.headers["Content-Type"] == "application/vnd.ims.lis.v1.score+json"
            status, taken = platform.trouble.pop(0) if platform.trouble else (200, True)
            answer = Response(None, status, "")
            if taken:
                answer = grades.handle_resp(grades.handle_update_score, line_item_id=number)
            answer.code = answer.code if status == 200 else status
            self.tell(answer, base, {})

        def token(self, form):
            assert form["client_assertion_type"].endswith(":jwt-bearer")
            try:
                self.answer(platform.config.get_access_token(form))
            except Exception as error:  # noqa: BLE001 - the platform's own errors of many kinds
                self.answer({"error": f"invalid_client: {type(error).__name__}"}, 400)

        def tell(self, answer, base, query):
            content = answer.result
            headers = {"Content_Type": answer.media_type}
            members = isinstance(content, dict) and "members" in content
            paged = isinstance(content, dict) and "has_next" in content
            page = int(query.get("page", 1))
            if members:
                more = page * PER_PAGE < len(platform.members)
            else:
                more = paged and content["has_next"]
            if more:
                place = urlsplit(self.path).path
                start = platform.elsewhere if members and platform.elsewhere else base
                link = f"{start}{place}?{urlencode(query | {'page': page + 1})}"
                headers["Link"] = f'<{link}>; rel="next"'
            if content is None:
                content = {}
            self.answer(content["content"] if paged else content, answer.code, **headers)

    return Handler


def paged(every: list, page: int) -> dict:
    """A page of a list as lti1p3platform wants it."""
    shown = every[(page - 1) * PER_PAGE : page * PER_PAGE]
    return {"content": shown, "has_next": page * PER_PAGE < len(every), "next": None}
