"""Publishing on one's own machine: with keys whose folders and passphrases are asked for, and never kept."""

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from testigo.acts.passed_in import Progress
from testigo.acts.publish import PublishRequest, publish
from testigo.acts.signed_once import SignedOnce
from testigo.acts.verify import verify_publication
from testigo.errors import Message, RefusedError, TestigoError
from testigo.note import Signer
from testigo.publication.folders import current
from testigo.publication.words import fingerprint
from testigo.server.guard import house_for
from testigo.server.pages import language_of, number, page, sentences, words_of
from testigo.server.views.keys import keys_asked
from testigo.verification.source import open_folder


def overview(request: HttpRequest, problems: tuple[str, ...] = (), status: int = 200) -> HttpResponseBase:
    """Show what is published, and how it is published anew."""
    house = house_for(request)
    if not house.is_sealed:
        return HttpResponseRedirect("/")
    words = words_of(language_of(request))
    with house.looking() as operation:
        last = current(operation.public_folder)
        sealed = operation.sealed_election.key_fingerprints
    beside = house.folder.resolve()
    shown = {
        "published": ""
        if last is None
        else words("home.published", number=number(request, last.number), day=words.day(last.day)),
        "manifest": "" if last is None else fingerprint(last.manifest),
        "sealed": [fingerprint(one) for one in sealed],
        "signing": request.POST.get("signing", f"{beside}-keys"),
        "disclosure": request.POST.get("disclosure", f"{beside}-names-key"),
        "site": "" if last is None else f"{house.site}{language_of(request)}/index.html",
    }
    return page(request, "publish.html", shown, problems=problems, status=status)


def publish_now(request: HttpRequest) -> HttpResponseBase:
    """Begin to publish; the keys are opened first, so that a wrong passphrase is said at once."""
    house = house_for(request)
    try:
        keys = keys_asked(request)
        if keys is None:
            raise RefusedError(Message("key.name_the_disclosure_key"))
        signer, disclosure = keys.opened()
    except TestigoError as error:
        return overview(request, sentences(error, language_of(request)), 409)

    def task(progress: Progress) -> object:
        with house.writing() as operation:
            signing = SignedOnce(keys.signing, Signer(operation.election.origin, signer.private_key))
            asked = PublishRequest(signing, disclosure, None, house.cores)
            return publish(operation, asked, house.today(), house.random, progress)

    return HttpResponseRedirect(f"/work/{house.works.begin('publish', task).number}")


def verify_now(request: HttpRequest) -> HttpResponseBase:
    """Begin to check the publication as a stranger would."""
    house = house_for(request)
    with house.looking() as operation:
        public = operation.public_folder
        sealed = operation.sealed_election.key_fingerprints

    def task(progress: Progress) -> object:
        source = open_folder(public)
        expected = sealed[0] if len(sealed) == 1 else None

        def told(_step: str, done: int, total: int) -> None:
            progress(done, total)

        return verify_publication(source, expected, (), house.cores, told)

    return HttpResponseRedirect(f"/work/{house.works.begin('verify', task).number}")
