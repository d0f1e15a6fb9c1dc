"""Identity providers made in the test: one that speaks OpenID Connect on the loopback, one that signs SAML answers."""

import base64
import hashlib
import json
import threading
import time
import uuid
import zlib
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Words
from onelogin.saml2.utils import OneLogin_Saml2_Utils

CLIENT, SECRET = "kommin", "client secret"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class OpenIDProvider:
    """Answers discovery, keys and tokens; checks the client's secret and the proof of possession (PKCE)."""

    def __init__(self):
        self.key = self.signing_key = new_key()
        self.claims = {"sub": "42", "email": "nora@example.org", "email_verified": True, "name": "Nora Neu"}
        self.changed = {}
        self.challenge = ""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                keys = urlsplit(self.path).path == "/jwks"
                self.answer(provider.jwks() if keys else provider.discovery())

            def do_POST(self):
                sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.answer(provider.token({name: values[0] for name, values in sent.items()}))

            def answer(self, value):
                body = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def discovery(self):
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def jwks(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}

    def token(self, sent):
        assert sent["client_secret"] == SECRET
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        assert proof == self.challenge
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60} | self.claims | self.changed
        token = jwt.encode(claims, self.signing_key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": token}


class SamlProvider:
    """Signs assertions for whoever asks."""

    entity_id = "https://idp.example.org/metadata"
    sso_url = "https://idp.example.org/sso"

    def __init__(self):
        self.key = new_key()
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example.org")])
        now = datetime.now(UTC)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name).issuer_name(name).public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
            .sign(self.key, hashes.SHA256())
        )  # fmt: skip

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def answer(
        self, asked: str, *, email="nora@example.org", audience="", acs="", sign=True, key=None, life=300
    ) -> str:
        """The answer to a redirect to the sign-in page, as a browser would carry it back."""
        request = zlib.decompress(base64.b64decode(parse_qs(urlsplit(asked).query)["SAMLRequest"][0]), -15).decode()
        request_id = request.split('ID="', 1)[1].split('"', 1)[0]
        now = datetime.now(UTC)
        at, until = now.strftime("%Y-%m-%dT%H:%M:%SZ"), (now + timedelta(seconds=life)).strftime("%Y-%m-%dT%H:%M:%SZ")
        before = (now - timedelta(seconds=abs(life) + 60)).strftime("%Y-%m-%dT%H:%M:%SZ")
        assertion = "".join(
            (
                f'<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{uuid.uuid4().hex}"',
                f' Version="2.0" IssueInstant="{at}"><saml:Issuer>{self.entity_id}</saml:Issuer>',
                '<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">person-42',
                '</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">',
                f'<saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{acs}"',
                f' InResponseTo="{request_id}"/></saml:SubjectConfirmation></saml:Subject>',
                f'<saml:Conditions NotBefore="{before}" NotOnOrAfter="{until}"><saml:AudienceRestriction>',
                f"<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>",
                f'<saml:AuthnStatement AuthnInstant="{at}"><saml:AuthnContext><saml:AuthnContextClassRef>',
                "urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>",
                '</saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="mail"><saml:AttributeValue>',
                f'{email}</saml:AttributeValue></saml:Attribute><saml:Attribute Name="cn"><saml:AttributeValue>',
                "Nora Neu</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>",
            )
        )
        if sign:
            private = (
                (key or self.key)
                .private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
                .decode()
            )
            assertion = OneLogin_Saml2_Utils.add_sign(
                assertion, private, self.pem, sign_algorithm=Words.RSA_SHA256, digest_algorithm=Words.SHA256
            ).decode()
            assertion = assertion.split("?>\n", 1)[-1]
        return (
            '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
            ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
            f' ID="_{uuid.uuid4().hex}" Version="2.0" IssueInstant="{at}" Destination="{acs}"'
            f' InResponseTo="{request_id}">'
            f"<saml:Issuer>{self.entity_id}</saml:Issuer><samlp:Status>"
            '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
            f"{assertion}</samlp:Response>"
        )


def carried(xml: str) -> str:
    return base64.b64encode(xml.encode()).decode()
